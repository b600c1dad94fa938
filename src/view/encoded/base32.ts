import type { Span } from '../../types.ts';
import { byteClass, TOKEN_CHARACTERS, type ByteClass } from '../byte-class.ts';
import { NO_VIEWS, type DecodedView, type Finder, type ViewContext } from '../decoded-view.ts';
import { isContainer, isWorth, SAMPLE } from './worth.ts';

/** Fewest digits: those of 12 bytes, without their padding. */
const LEAST = 20;
/** A run of the least length has so many digits on one side at least of each of its digits. */
const NEAREST = LEAST / 2 - 1;
const [EQUALS, BACKSLASH, SLASH] = [0x3d, 0x5c, 0x2f] as const;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Digits of RFC 4648, section 6. Lower case is not told from words. */
const DIGITS: ByteClass = byteClass(ALPHABET);
const VALUES: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, byte) =>
  Math.max(0, ALPHABET.indexOf(String.fromCharCode(byte))),
);

function isBase32Digit(bytes: Buffer, at: number): boolean {
  return DIGITS[bytes[at] ?? 0] === 1;
}

/** Whether a byte beside digits goes on with what they are a part of: an identifier, base64. */
function isPart(byte: number | undefined): boolean {
  return (
    byte !== undefined &&
    byte !== EQUALS &&
    byte !== BACKSLASH &&
    byte !== SLASH &&
    /\w|\+/.test(String.fromCharCode(byte)) &&
    TOKEN_CHARACTERS[byte] === 1
  );
}

/** The run of digits around `probe`. */
function runAround(bytes: Buffer, probe: number, floor: number): Span {
  let [start, end] = [probe, probe + 1];
  while (start > floor && isBase32Digit(bytes, start - 1)) start--;
  while (isBase32Digit(bytes, end)) end++;
  return { start, end };
}

/** The bytes that digits stand for: five bits each, what is left over is padding. */
function decode(bytes: Buffer, { start, end }: Span): Buffer {
  const decoded = Buffer.allocUnsafe(Math.floor(((end - start) * 5) / 8));
  let [held, bits, length] = [0, 0, 0];
  for (let at = start; at < end; at++) {
    held = ((held << 5) | (VALUES[bytes[at] as number] as number)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    decoded[length++] = (held >> bits) & 0xff;
  }
  return decoded;
}

function isRunWorth(bytes: Buffer, { start, end }: Span): boolean {
  return isWorth(decode(bytes, { start, end: Math.min(end, start + Math.ceil((SAMPLE * 8) / 5)) }));
}

function viewOf(bytes: Buffer, span: Span): DecodedView {
  const decoded = decode(bytes, span);
  return {
    kind: 'base32',
    bytes: decoded,
    container: isContainer(decoded),
    toOuter: ({ start, end }) => ({
      start: span.start + Math.floor((start * 8) / 5),
      end: Math.min(span.end, span.start + Math.ceil((Math.max(start, end) * 8) / 5)),
    }),
  };
}

/** Whether more digits stand on one side of a digit, as far as a run of the least length reaches on one of its sides at least. */
function goesOn(bytes: Buffer, at: number): boolean {
  return (
    (DIGITS[bytes[at + 3] as number] === 1 &&
      DIGITS[bytes[at + 6] as number] === 1 &&
      DIGITS[bytes[at + NEAREST] as number] === 1) ||
    (at >= NEAREST &&
      DIGITS[bytes[at - 3] as number] === 1 &&
      DIGITS[bytes[at - 6] as number] === 1 &&
      DIGITS[bytes[at - NEAREST] as number] === 1)
  );
}

/** The next place at or behind `from` that may lie in a run; -1 for none. Every run of the least length has a place that is probed. */
function nextProbe(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at += LEAST) {
    if (DIGITS[bytes[at] as number] === 1 && goesOn(bytes, at)) return at;
  }
  return -1;
}

function* viewsIn(bytes: Buffer, range: Span, context: ViewContext): Generator<DecodedView> {
  let floor = Math.max(0, range.start - LEAST);
  for (let probe = nextProbe(bytes, range.start); probe >= 0;) {
    const span = runAround(bytes, probe, floor);
    if (span.start >= range.end) return;
    floor = span.end;
    probe = nextProbe(bytes, Math.max(probe + 1, span.end));
    if (span.end - span.start < LEAST || span.start < range.start) continue;
    if (isPart(bytes[span.start - 1]) || isPart(bytes[span.end])) continue;
    context.reach?.isOne(span);
    if (!isRunWorth(bytes, span)) continue;
    const size = Math.floor(((span.end - span.start) * 5) / 8);
    if (context.stopped || !context.pay(size, 'base32', span)) return;
    yield viewOf(bytes, span);
  }
}

/** Finds runs of at least 20 base32 digits (RFC 4648, section 6) that hold a text or begin as a container. */
export const base32Views: Finder = (bytes, range, context) =>
  bytes.length < LEAST ? NO_VIEWS : viewsIn(bytes, range, context);
