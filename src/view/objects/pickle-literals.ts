import type { StoredValue } from './values.ts';

/** Maximum number of digits of a number that is kept. */
const MOST_DIGITS = 40;

/** A number in digits. */
export function numberOf(digits: string): StoredValue {
  const plain = digits.replace(/L$/, '');
  return /^-?\d+$/.test(plain) && plain.length <= MOST_DIGITS ? BigInt(plain) : null;
}

/** A little-endian number. */
export function longOf(bytes: Buffer | undefined): StoredValue {
  if (bytes === undefined || bytes.length > MOST_DIGITS / 2) return null;
  const unsigned = bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return BigInt.asIntN(8 * bytes.length, unsigned);
}

const LETTERS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** A text as Python prints it, in quotation marks. */
export function quoted(line: string): string {
  const inside = /^(["'])(.*)\1\s*$/s.exec(line)?.[2] ?? line;
  return inside.replace(/\\(?:x([\da-fA-F]{2})|(.))/gs, (_, hex: string | undefined, letter: string) =>
    hex === undefined ? (LETTERS[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** A text in Latin-1 with escapes for other characters. */
export function unescaped(line: string): string {
  return line.replace(/\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8}))/g, (escape, short?: string, long?: string) => {
    const code = Number.parseInt(short ?? long ?? '', 16);
    return code > 0x10_ffff ? escape : String.fromCodePoint(code);
  });
}
