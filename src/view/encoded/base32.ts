import type { Span } from '../../types.ts';
import { BASE32_VALUES, byteClass, type ByteClass } from '../byte-class.ts';
import { NO_VIEWS, type DecodedView, type Finder, type ViewContext } from '../decoded-view.ts';
import { isContainer, isWorth, mayBegin, SAMPLE } from './worth.ts';
import { digitCount, digitSpan, firstLine, type WrappedRun, wrappedRun } from './wrapped-run.ts';

/** Letters and digits: a run adjacent to others is part of a longer word, or of base64. */
const LETTERS: ByteClass = byteClass('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');

/** Digits of one case, the same for all lines of a run. */
const UPPER: ByteClass = byteClass('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567');
const LOWER: ByteClass = byteClass('abcdefghijklmnopqrstuvwxyz234567');

function isPart(bytes: Buffer, at: number): boolean {
  return LETTERS[bytes[at] ?? 0] === 1;
}

/** The bytes that the digits encode, five bits per digit; left-over bits are padding. */
function decode(bytes: Buffer, { start, end }: Span): Buffer {
  const decoded = Buffer.allocUnsafe(Math.floor(((end - start) * 5) / 8));
  let [held, bits, length] = [0, 0, 0];
  for (let at = start; at < end; at++) {
    held = ((held << 5) | (BASE32_VALUES[bytes[at] as number] as number)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    decoded[length++] = (held >> bits) & 0xff;
  }
  return decoded;
}

/** The two bytes that the first four digits encode, the first one as the high byte. */
function firstPair(bytes: Buffer, start: number): number {
  let held = 0;
  for (let at = start; at < start + 4; at++) held = (held << 5) | (BASE32_VALUES[bytes[at] as number] as number);
  return held >> 4;
}

/** Most runs are words, so the cheapest check comes first. */
function isRunWorth(bytes: Buffer, { start, end }: Span): boolean {
  const sample = { start, end: Math.min(end, start + Math.ceil((SAMPLE * 8) / 5)) };
  return mayBegin(firstPair(bytes, start)) && isWorth(decode(bytes, sample));
}

/** Whether a run may continue outside the window: one that lies completely inside is judged by its digits alone. */
function isCut(bytes: Buffer, { start, end }: Span): boolean {
  return start === 0 || end === bytes.length;
}

/** A run with its continuation lines, unless its digits are of mixed case. */
function linesFrom(bytes: Buffer, { start, end }: Span): WrappedRun {
  const isAll = (digits: ByteClass): boolean => bytes.subarray(start, end).every((byte) => digits[byte] === 1);
  const digits = [UPPER, LOWER].find((one) => isAll(one));
  return digits ? wrappedRun(bytes, { start, end }, digits) : { starts: [start], counts: [0, end - start], end };
}

/** The digits of a run, without what separates its lines. */
function digitsOf(bytes: Buffer, { starts, counts }: WrappedRun): Buffer {
  return Buffer.concat(
    starts.map((start, line) => bytes.subarray(start, start + (counts[line + 1] ?? 0) - (counts[line] ?? 0))),
  );
}

function viewOf(bytes: Buffer, run: WrappedRun): DecodedView {
  const count = digitCount(run);
  const decoded = decode(digitsOf(bytes, run), { start: 0, end: count });
  return {
    kind: 'base32',
    bytes: decoded,
    container: isContainer(decoded),
    toOuter: ({ start, end }) =>
      digitSpan(run, Math.floor((start * 8) / 5), Math.min(count, Math.ceil((Math.max(start, end) * 8) / 5))),
  };
}

/** The views of a run, and of its first line if the second one may be a separate text. */
function* partsOf(bytes: Buffer, run: WrappedRun, context: ViewContext): Generator<DecodedView> {
  for (const part of [run, firstLine(run, () => true)]) {
    if (part === undefined) continue;
    const size = Math.floor((digitCount(part) * 5) / 8);
    if (context.stopped || !context.pay(size, 'base32', { start: part.starts[0] ?? 0, end: part.end })) return;
    yield viewOf(bytes, part);
  }
}

function* viewsIn(bytes: Buffer, range: Span, context: ViewContext): Generator<DecodedView> {
  const { base32 } = context.runs;
  let floor = range.start;
  for (let i = 0; i < base32.length; i += 2) {
    const [start, end] = [base32[i] as number, base32[i + 1] as number];
    if (start >= range.end) return;
    if (start < floor || isPart(bytes, start - 1) || isPart(bytes, end)) continue;
    const span = { start, end };
    const holds = isRunWorth(bytes, span);
    if (holds || isCut(bytes, span)) context.reach?.isOne(span);
    if (!holds) continue;
    const run = linesFrom(bytes, span);
    floor = run.end;
    yield* partsOf(bytes, run, context);
    if (context.stopped) return;
  }
}

/**
 * Finds runs of at least 20 base32 digits (RFC 4648, section 6), possibly wrapped over lines, that decode to text or begin like a
 * container.
 */
export const base32Views: Finder = (bytes, range, context) =>
  context.runs.base32.length === 0 ? NO_VIEWS : viewsIn(bytes, range, context);
