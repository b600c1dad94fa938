import type { Span } from '../types.ts';
import { Budget } from '../view/budget.ts';
import { decodedViews } from '../view/encoded/encodings.ts';

/** A decoded part of a text that can be encoded again. */
export interface Encoded {
  readonly bytes: Buffer;
  /** Encodes other bytes in the same way, with lines as in the original. */
  encode(bytes: Buffer): Buffer;
}

/** Views into whose texts a mark cannot simply be inserted: their part is encoded again, or removed as a whole. */
const WHOLE = new Set([
  'base64',
  'base64url',
  'hex',
  'hexdump',
  'utf16',
  'utf32',
  'utf-16',
  'quoted-printable',
  'mime-word',
]);

/** Whether a value in such a view is replaced together with everything encoded with it. */
export function isWhole(kind: string): boolean {
  return WHOLE.has(kind);
}

/** A part of a text that is written in an encoding. */
export interface EncodedSpan extends Span {
  readonly kind: string;
}

/** The parts of a text whose encodings {@link encodedPart} can redo. */
export function encodedSpans(bytes: Buffer): readonly EncodedSpan[] {
  const options = { budget: new Budget(bytes.length), onSkip: () => undefined, inside: undefined };
  const found: EncodedSpan[] = [];
  for (const view of decodedViews(bytes, { start: 0, end: bytes.length }, options)) {
    if (!/^(?:base64|base64url|hex)$/.test(view.kind)) continue;
    found.push({ kind: view.kind, ...view.toOuter({ start: 0, end: view.bytes.length }) });
  }
  return found;
}

/** Decodes a part; undefined if its encoding cannot be redone. */
export function encodedPart(kind: string, part: Buffer): Encoded | undefined {
  const text = part.toString('latin1');
  const lines = linesOf(text);
  const body = lines === undefined ? text : text.replaceAll(lines.between, '');
  if (kind.startsWith('base64') && /^[\w+/-]+={0,2}$/.test(body)) return base64(body, lines);
  if (kind === 'hex' && /^(?:[0-9a-f]{2})+$|^(?:[0-9A-F]{2})+$/.test(body)) return hex(body, lines);
  return undefined;
}

interface Lines {
  readonly width: number;
  readonly between: string;
}

/** How a part is divided into lines; undefined if it is one line. */
function linesOf(text: string): Lines | undefined {
  const found = /^([\w+/-]{16,})([^\w+/=-]{1,64})(?=[\w+/-])/.exec(text);
  return found === null ? undefined : { width: found[1]?.length ?? 76, between: found[2] ?? '\n' };
}

function broken(text: string, lines: Lines | undefined): Buffer {
  if (lines === undefined) return Buffer.from(text, 'latin1');
  const { width, between } = lines;
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += width) pieces.push(text.slice(at, at + width));
  return Buffer.from(pieces.join(between), 'latin1');
}

function base64(body: string, lines: Lines | undefined): Encoded {
  const form = /[-_]/.test(body) ? 'base64url' : 'base64';
  const isPadded = body.endsWith('=') || body.length % 4 === 0;
  return {
    bytes: Buffer.from(body, 'base64'),
    encode(bytes) {
      const text = bytes.toString(form).replace(/=+$/, '');
      return broken(isPadded ? text.padEnd(Math.ceil(text.length / 4) * 4, '=') : text, lines);
    },
  };
}

function hex(body: string, lines: Lines | undefined): Encoded {
  const isUpper = /[A-F]/.test(body);
  return {
    bytes: Buffer.from(body, 'hex'),
    encode: (bytes) => broken(isUpper ? bytes.toString('hex').toUpperCase() : bytes.toString('hex'), lines),
  };
}
