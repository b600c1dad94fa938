import type { Span } from '../../types.ts';
import type { DecodedView } from '../decoded-view.ts';
import type { CutText } from './family.ts';
import type { Found } from './found.ts';
import type { Trust } from './joints.ts';
import { seamViews, type Seam } from './seams.ts';
import { Cuts, mayBeTexts, pieceRuns } from './piece-runs.ts';
import { plainEventSeams } from './plain-events.ts';
import { Pieces, type ToldPiece } from './stream-pieces.ts';

const KIND = 'stream-joined';
const [LF, BRACE] = [10, 0x7b] as const;
/** Maximum number of bytes between an object and the start of its line, and between the pieces of one text. */
const MOST_LINE = 2048;
const MOST_BETWEEN = 8192;
/** Signs that a text continues. */
const UNFINISHED =
  /["'](?:(?:done|is_finished|stop|finished)["']\s{0,2}:\s{0,2}[fF]alse|generated_text["']\s{0,2}:\s{0,2}(?:null|None)|append["']\s{0,2}:\s{0,2}[tT]rue)/;
const ANSWER = /["']candidates["']/;
const LAST = 'finishReason';

/** Starts of all lines in the range that begin with a brace. */
function* lineStarts(bytes: Buffer, range: Span, firstLine: number): Generator<number> {
  for (let start = firstLine; start < range.end;) {
    if (bytes[start] === BRACE && start >= range.start) yield start;
    const newline = bytes.indexOf(LF, start);
    if (newline < 0) return;
    start = newline + 1;
  }
}

/** The pieces in objects that declare that they hold one. */
function piecesOfObjects(bytes: Buffer, places: readonly number[]): Pieces {
  const pieces = new Pieces(bytes);
  places.forEach((at, index) => pieces.addObject(at, places[index + 1] ?? bytes.length));
  return pieces;
}

/** The pieces on lines without such an object. */
function piecesOfLines(bytes: Buffer, starts: Iterable<number>, places: readonly number[]): Pieces {
  const pieces = new Pieces(bytes);
  let next = 0;
  for (const start of starts) {
    while ((places[next] ?? Infinity) < start) next++;
    const place = places[next] ?? Infinity;
    if (place - start > MOST_LINE || bytes.subarray(start, place).includes(LF)) pieces.addLine(start);
  }
  return pieces;
}

/** The seams between the pieces of each text. */
function seamsByText(bytes: Buffer, pieces: readonly ToldPiece[]): readonly Seam[][] {
  const texts = new Map<string, { end: number; readonly seams: Seam[] }>();
  for (const { start, end, isSure, text } of pieces) {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, { end, seams: [] });
    else {
      const isNear = start - known.end <= MOST_BETWEEN;
      if (isNear) known.seams.push({ start: known.end, end: start, trust: trustOf(bytes, known.end, start, isSure) });
      known.end = end;
    }
  }
  return Array.from(texts.values(), ({ seams }) => seams);
}

/** The pieces, marked as sure if their text is cut both between and within words. */
function cutTexts(bytes: Buffer, pieces: readonly ToldPiece[]): readonly ToldPiece[] {
  const texts = new Map<string, Cuts>();
  for (const piece of pieces) {
    const cuts = texts.get(piece.text) ?? new Cuts();
    texts.set(piece.text, cuts);
    cuts.add(bytes, piece);
  }
  return pieces.map((piece) => (texts.get(piece.text)?.isOneText === true ? { ...piece, isSure: true } : piece));
}

function trustOf(bytes: Buffer, start: number, end: number, isSure: boolean): Trust {
  if (isSure) return 'sure';
  const between = bytes.toString('latin1', start, end);
  return UNFINISHED.test(between) || (ANSWER.test(between) && !between.includes(LAST)) ? 'sure' : 'unsure';
}

/** The pieces that each method of finding them gives. */
function* textsOf(text: CutText, found: Found, isLines: boolean): Generator<readonly ToldPiece[]> {
  const { bytes, range } = text;
  const { events, deltas, openings, firstLine } = found;
  const starts = isLines ? lineStarts(bytes, range, firstLine) : events;
  const taken = new Set<number>();
  for (const pieces of [piecesOfObjects(bytes, deltas), piecesOfLines(bytes, starts, deltas)]) {
    const told = pieces.told();
    for (const { start } of told) taken.add(start);
    yield cutTexts(bytes, told);
  }
  const others = openings.filter((open) => !taken.has(open + 1));
  for (const pieces of pieceRuns(bytes, others, (run) => mayBeTexts(bytes, run))) {
    text.context.reach?.goFar();
    yield cutTexts(bytes, pieces).filter(({ isSure }) => isSure);
  }
}

/**
 * The texts that streams of events contain in pieces: `{… "delta":{"content":"…"}}` wherever such objects are (after `data:`, as lines, in
 * a list, in a log), other events as lines, and similar strings of which some begin with a blank.
 *
 * @param isLines whether the lines of the text are events without a `data:` prefix
 */
export function* streamTexts(text: CutText, found: Found, isLines: boolean): Generator<DecodedView> {
  const { bytes, context } = text;
  for (const pieces of textsOf(text, found, isLines))
    for (const seams of seamsByText(bytes, pieces)) yield* seamViews(KIND, seams, bytes, context, true);
  if (found.events.length === 0) return;
  for (const seams of plainEventSeams(bytes, found.events)) yield* seamViews(KIND, seams, bytes, context, true);
}
