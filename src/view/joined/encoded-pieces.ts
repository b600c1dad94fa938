import type { Span } from '../../types.ts';
import type { DecodedView } from '../decoded-view.ts';
import type { CutText } from './family.ts';
import { Joiner } from './joiner.ts';
import { isTextPiece } from './piece-text.ts';
import { pieceRuns } from './piece-runs.ts';
import type { ToldPiece } from './stream-pieces.ts';

const KIND = 'base64-joined';
const DIGITS = /^[\w+/-]{2,}={0,2}$/;
const [STREAM, BRACE] = [4, 0x7b] as const;
/** Number of pieces examined to decide whether all are text. */
const TELLING = 4;
const LINE_BREAK = Buffer.from('\n');

/** A piece and its decoded digits. */
interface Decoded extends Span {
  readonly data: Buffer;
}

function decoded(bytes: Buffer, pieces: readonly ToldPiece[]): readonly Decoded[] {
  return pieces.flatMap(({ start, end }) => {
    const digits = bytes.toString('latin1', start, end);
    return DIGITS.test(digits) ? [{ start, end, data: Buffer.from(digits, 'base64') }] : [];
  });
}

function isText({ data }: Decoded): boolean {
  return isTextPiece(data.toString('latin1'));
}

/** Joins the pieces: JSON records as lines, other text contiguously. */
function together(bytes: Buffer, pieces: readonly Decoded[]): DecodedView {
  const joiner = new Joiner(bytes);
  const isFramed = pieces.every(({ data }) => (data[0] ?? STREAM) <= STREAM);
  const isJson = pieces.every(({ data }) => data[0] === BRACE);
  for (const { data, start, end } of pieces) {
    if (isJson) joiner.put(LINE_BREAK, { start, end: start });
    else if (joiner.length > 0) joiner.joint('sure');
    joiner.put(isFramed ? data.subarray(1) : data, { start, end });
  }
  const view = joiner.view(KIND);
  if (!isJson) return view;
  return { kind: KIND, bytes: view.bytes, container: false, toOuter: (span) => view.toOuter(span) };
}

/**
 * Texts whose pieces are base64 strings with the same key: `{"bytes":"…"}` of an API, WebSocket frames.
 *
 * @param openings opening quotes of such strings
 */
export function* encodedTexts({ bytes, context }: CutText, openings: readonly number[]): Generator<DecodedView> {
  for (const told of pieceRuns(bytes, openings, () => true)) {
    context.reach?.goFar();
    for (const text of new Set(told.map((piece) => piece.text))) {
      const pieces = decoded(
        bytes,
        told.filter((piece) => piece.text === text),
      );
      const [first, last] = [pieces[0], pieces.at(-1)];
      if (first === undefined || last === undefined || !pieces.slice(0, TELLING).every(isText)) continue;
      const view = together(bytes, pieces);
      if (!context.pay(view.bytes.length, KIND, { start: first.start, end: last.end })) return;
      yield view;
    }
  }
}
