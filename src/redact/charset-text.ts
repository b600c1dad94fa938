import { bomLength, type Charset } from '../view/charset.ts';

/** A text with two or four bytes per unit as UTF-8, and the way back. */
export interface CharsetText {
  readonly text: Buffer;
  encode(text: Buffer): Buffer;
}

/** Converts the units of a charset to text and back. */
interface Units {
  readonly width: number;
  read(units: Buffer): string;
  write(text: string): Buffer;
}

const UTF16LE: Units = {
  width: 2,
  read: (units) => units.toString('utf16le'),
  write: (text) => Buffer.from(text, 'utf16le'),
};
const UTF32LE: Units = { width: 4, read: fromCodePoints, write: toCodePoints };
const UNITS: Readonly<Partial<Record<Charset, Units>>> = {
  'utf-16le': UTF16LE,
  'utf-16be': {
    ...UTF16LE,
    read: (units) => UTF16LE.read(Buffer.from(units).swap16()),
    write: (text) => UTF16LE.write(text).swap16(),
  },
  'utf-32le': UTF32LE,
  'utf-32be': {
    ...UTF32LE,
    read: (units) => UTF32LE.read(Buffer.from(units).swap32()),
    write: (text) => UTF32LE.write(text).swap32(),
  },
};

/** Undefined for bytes that do not survive conversion to text of the charset and back. */
export function charsetText(charset: Charset, bytes: Buffer): CharsetText | undefined {
  const units = UNITS[charset];
  const mark = bytes.subarray(0, bomLength(bytes));
  const body = bytes.subarray(mark.length);
  if (units === undefined || body.length % units.width !== 0) return undefined;
  const text = Buffer.from(units.read(body), 'utf8');
  const encode = (changed: Buffer): Buffer => Buffer.concat([mark, units.write(changed.toString('utf8'))]);
  return encode(text).equals(bytes) ? { text, encode } : undefined;
}

/** A unit that is not a code point becomes U+FFFD. */
function fromCodePoints(units: Buffer): string {
  const parts: string[] = [];
  for (let at = 0; at < units.length; at += 4) {
    const code = units.readUInt32LE(at);
    parts.push(code > 0x10ffff ? '\uFFFD' : String.fromCodePoint(code));
  }
  return parts.join('');
}

function toCodePoints(text: string): Buffer {
  const points = Array.from(text, (one) => one.codePointAt(0) ?? 0);
  const units = Buffer.alloc(points.length * 4);
  points.forEach((code, index) => units.writeUInt32LE(code, index * 4));
  return units;
}
