/** A number in a dump: its digits, and the column of the first digit. */
export interface Cell {
  readonly digits: string;
  readonly at: number;
}

/** A way of writing the numbers of a dump. */
export interface Notation {
  /** Blanks, a number and what may follow it. Group 1: its digits. */
  readonly cell: RegExp;
  /** Prefix with which `BigInt` parses the digits. */
  readonly prefix: '0b' | '0o' | '0x' | '';
  /** Bytes of a number by its number of digits; a padded notation has no other lengths. Undefined if the line decides. */
  readonly bytes: Readonly<Record<number, number>> | undefined;
}

/** Bytes of hexadecimal numbers by digits: powers of two. */
const HEX_BYTES = { 2: 1, 4: 2, 8: 4, 16: 8 } as const;
/** Bytes of octal numbers by digits; `gdb` writes an extra zero first. */
const OCTAL_BYTES = { 3: 1, 6: 2, 11: 4, 22: 8 } as const;
/** Maximum number of digits of signed or unsigned numbers by size in bytes. */
const DECIMAL_DIGITS: readonly (readonly [digits: number, bytes: number])[] = [
  [3, 1],
  [5, 2],
  [10, 4],
  [20, 8],
];

/** Ordered by likelihood, which decides if none makes text. */
export const NOTATIONS: readonly Notation[] = [
  { cell: /[ \t]+([01]{8})(?=[ \t]|$)/y, prefix: '0b', bytes: { 8: 1 } },
  { cell: /[ \t]+0?([0-7]{3}|[0-7]{6}|[0-7]{11}|[0-7]{22})(?=[ \t]|$)/y, prefix: '0o', bytes: OCTAL_BYTES },
  { cell: /[ \t]+(?:0x)?([0-9a-f]+)(?=[ \t]|$)/iy, prefix: '0x', bytes: HEX_BYTES },
  // gdb writes the character after the number: 104 'h', 10 '\n', 0 '\000'.
  { cell: /[ \t]+(-?\d{1,20})(?:[ \t]+'(?:\\[^\n]{1,3}|[^'\\])')?(?=[ \t]|$)/y, prefix: '', bytes: undefined },
];

/** The numbers of a line in one notation, at most `most`; in a padded notation all have the same width. */
export function cellsOf(text: string, { cell, bytes }: Notation, most: number): readonly Cell[] {
  const cells: Cell[] = [];
  cell.lastIndex = 0;
  for (let match = cell.exec(text); match !== null && cells.length < most; match = cell.exec(text)) {
    const [whole, digits = ''] = match;
    if (bytes !== undefined && digits.length !== (cells[0] ?? { digits }).digits.length) break;
    cells.push({ digits, at: match.index + whole.lastIndexOf(digits) });
  }
  return cells;
}

/** Bytes per number, from the way they are written; 0 if they are not in this notation. */
export function sizeOf(cells: readonly Cell[], { bytes }: Notation): number {
  if (bytes !== undefined) return bytes[cells[0]?.digits.length ?? 0] ?? 0;
  const digits = Math.max(0, ...cells.map((one) => one.digits.replace('-', '').length));
  return DECIMAL_DIGITS.find(([most]) => digits <= most)?.[1] ?? 0;
}

/** The number as `size` bytes, most significant first; undefined if it does not fit. */
export function bytesOf(digits: string, { prefix }: Notation, size: number): Buffer | undefined {
  const value = BigInt(prefix + digits);
  const bits = 8 * size;
  if (BigInt.asUintN(bits, value) !== value && BigInt.asIntN(bits, value) !== value) return undefined;
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value));
  return bytes.subarray(8 - size);
}
