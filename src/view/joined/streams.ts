import type { Span } from '../../types.ts';
import { NO_VIEWS } from '../decoded-view.ts';
import type { Family } from './family.ts';
import { stringEnd } from './json-string.ts';
import { seamViews, type Seam } from './seams.ts';

const [LF, BRACE] = [10, 0x7b] as const;
/** Longest beginning of an event up to the text in it, and most bytes between the texts of two. */
const MOST_HEAD = 2048;
const MOST_BETWEEN = 8192;

/**
 * The member of an event that holds the next piece of a text: of the interfaces of language models (OpenAI's completions and responses,
 * Anthropic's messages, Gemini, Ollama, Text Generation Inference).
 */
const PIECE =
  /"(?<key>content|text|delta|partial_json|arguments|response|completion|thinking|reasoning(?:_content)?|signature)"\s{0,2}:\s{0,2}"/;
/** The head of a text whose lines are such events without `data:` in front of them. */
const LINES =
  /^\{.{0,900}(?:"(?:text|input_json|thinking)_delta"|"chat\.completion\.chunk"|"delta"\s{0,2}:|"done"\s{0,2}:\s{0,2}false)/m;
const MARKS = ['delta"', '.chunk"', '"done"'] as const;
/** What differs between two events of one stream. */
const COUNTED = /[\w.:+-]*\d[\w.:+-]*/g;

/** The piece of text in an event. */
interface Piece extends Span {
  /** What stands in front of it, without numbers, times and identifiers. */
  readonly head: string;
}

/** Whether the head of a text says that its lines are events with pieces of a text. */
export function isStream(head: string): boolean {
  return head.startsWith('{') && MARKS.some((mark) => head.includes(mark)) && LINES.test(head);
}

/** The piece in the event on the line that begins at `start`; undefined where it has none. */
function pieceAt(bytes: Buffer, start: number): Piece | undefined {
  const newline = bytes.subarray(start, start + MOST_HEAD).indexOf(LF);
  const line = bytes.toString('latin1', start, newline < 0 ? start + MOST_HEAD : start + newline);
  const found = PIECE.exec(line);
  if (found === null) return undefined;
  const head = line.slice(0, found.index + found[0].length);
  const end = stringEnd(bytes, start + head.length);
  return end < 0 ? undefined : { start: start + head.length, end, head: head.replace(COUNTED, '0') };
}

/** Starts of all lines in the range. */
function* lineStarts(bytes: Buffer, range: Span, firstLine: number): Generator<number> {
  for (let start = firstLine; start < range.end;) {
    if (bytes[start] === BRACE && start >= range.start) yield start;
    const newline = bytes.indexOf(LF, start);
    if (newline < 0) return;
    start = newline + 1;
  }
}

function* streamSeams(bytes: Buffer, starts: Iterable<number>): Generator<Seam> {
  let last: Piece | undefined;
  for (const start of starts) {
    const piece = pieceAt(bytes, start);
    if (piece === undefined) continue;
    const isNext = last !== undefined && piece.head === last.head && piece.start - last.end <= MOST_BETWEEN;
    if (last !== undefined && isNext)
      yield { start: last.end, end: piece.start, trust: piece.head.includes('delta') ? 'sure' : 'unsure' };
    last = piece;
  }
}

/** The text that a stream of events gives in pieces: `data: {… "delta":{"content":"…"}}`, or such objects as lines. */
export const streamViews: Family = ({ bytes, range, context, head }, { events, firstLine }) => {
  if (isStream(head))
    return seamViews('stream-joined', streamSeams(bytes, lineStarts(bytes, range, firstLine)), bytes, context);
  return events.length < 2 ? NO_VIEWS : seamViews('stream-joined', streamSeams(bytes, events), bytes, context);
};
