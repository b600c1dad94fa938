import { isQuote } from '../byte-class.ts';
import { NO_VIEWS } from '../decoded-view.ts';
import type { Family } from './family.ts';
import { isTextPiece } from './piece-text.ts';
import { encodedTexts, streamTexts } from './in-pieces.ts';

/** The head of a text whose lines are events with pieces of a text, without a `data:` prefix. */
const LINES =
  /^\{.{0,900}(?:"(?:text|input_json|thinking)_delta"|"chat\.completion\.chunk"|"delta"\s{0,2}:|"(?:done|stop|is_finished)"\s{0,2}:\s{0,2}false)/m;
const MARKS = ['delta"', '.chunk"', '"done"', '"stop"', '_finished"'] as const;

/** Whether the head of a text shows that its lines are events with pieces of a text. */
export function isStream(head: string): boolean {
  return head.startsWith('{') && MARKS.some((mark) => head.includes(mark)) && LINES.test(head);
}

/** Texts that streams of events contain in pieces. */
export const streamViews: Family = (text, found) => {
  const isLines = isStream(text.head);
  const isOne = isLines || found.deltas.length > 1 || found.events.length > 1 || found.openings.length > 0;
  return isOne ? streamTexts(text, found, isLines) : NO_VIEWS;
};

/** Maximum number of bytes between two base64 strings, and number of equal bytes required before both. */
const [MOST_BETWEEN, SAME] = [1024, 4] as const;

/** Digits decoded to decide whether a string may be text. */
const TELLING = 24;

function beginsAsText(bytes: Buffer, start: number, end: number): boolean {
  const digits = bytes.toString('latin1', start, Math.min(end, start + TELLING));
  return isTextPiece(Buffer.from(digits, 'base64').toString('latin1'));
}

/** Quotes before base64 digits that decode to text, if the same bytes precede the quotes of the next run of digits. */
function likeStrings(bytes: Buffer, runs: readonly number[]): readonly number[] {
  const quotes: number[] = [];
  for (let i = 0; i + 2 < runs.length; i += 2) {
    const open = (runs[i] ?? 0) - 1;
    const next = (runs[i + 2] ?? 0) - 1;
    const quote = bytes[open];
    if (!isQuote(quote) || bytes[next] !== quote || next - open > MOST_BETWEEN * 2) continue;
    if (open < SAME || bytes.readInt32LE(open - SAME) !== bytes.readInt32LE(next - SAME)) continue;
    if (beginsAsText(bytes, open + 1, runs[i + 1] ?? 0)) quotes.push(open);
  }
  return quotes;
}

/** Texts contained in pieces in base64 strings. */
export const encodedPieceViews: Family = (text) => {
  const quotes = likeStrings(text.bytes, text.context.runs.base64);
  return quotes.length > 0 ? encodedTexts(text, quotes) : NO_VIEWS;
};
