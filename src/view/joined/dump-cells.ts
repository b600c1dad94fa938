/** A number of a dump: its digits, and the column of the first of them. */
export interface Cell {
  readonly digits: string;
  readonly at: number;
}

/** A way to write the numbers of a dump. */
export interface Notation {
  /** Blanks, a number and what may follow it. Group 1: its digits. */
  readonly cell: RegExp;
  /** What `BigInt` reads the digits by. */
  readonly prefix: '0b' | '0o' | '0x' | '';
  /** Bytes of a number by how many digits it has; a notation that pads has no others. Undefined where the line decides. */
  readonly bytes: Readonly<Record<number, number>> | undefined;
}

/** Bytes of numbers in hexadecimal, by digits: powers of two. */
const HEX_BYTES = { 2: 1, 4: 2, 8: 4, 16: 8 } as const;
/** In octal, `gdb` with a zero in front. */
const OCTAL_BYTES = { 3: 1, 6: 2, 11: 4, 22: 8 } as const;
/** Most digits of numbers of so many bytes, with a sign or without. */
const DECIMAL_DIGITS: readonly (readonly [digits: number, bytes: number])[] = [
  [3, 1],
  [5, 2],
  [10, 4],
  [20, 8],
];

/** The likelier first, where none makes text. */
export const NOTATIONS: readonly Notation[] = [
  { cell: /[ \t]+([01]{8})(?=[ \t]|$)/y, prefix: '0b', bytes: { 8: 1 } },
  { cell: /[ \t]+0?([0-7]{3}|[0-7]{6}|[0-7]{11}|[0-7]{22})(?=[ \t]|$)/y, prefix: '0o', bytes: OCTAL_BYTES },
  { cell: /[ \t]+(?:0x)?([0-9a-f]+)(?=[ \t]|$)/iy, prefix: '0x', bytes: HEX_BYTES },
  // gdb writes the character beside the number: 104 'h', 10 '\n', 0 '\000'.
  { cell: /[ \t]+(-?\d{1,20})(?:[ \t]+'(?:\\[^\n]{1,3}|[^'\\])')?(?=[ \t]|$)/y, prefix: '', bytes: undefined },
];

/** The numbers of a line in one notation, `most` at the most; for those that pad, all of one width. */
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

/** Bytes of each of the numbers by how they are written; 0 where they are none of the notation. */
export function sizeOf(cells: readonly Cell[], { bytes }: Notation): number {
  if (bytes !== undefined) return bytes[cells[0]?.digits.length ?? 0] ?? 0;
  const digits = Math.max(0, ...cells.map((one) => one.digits.replace('-', '').length));
  return DECIMAL_DIGITS.find(([most]) => digits <= most)?.[1] ?? 0;
}

/** The number as `size` bytes, the highest first; undefined where it does not fit in. */
export function bytesOf(digits: string, { prefix }: Notation, size: number): Buffer | undefined {
  const value = BigInt(prefix + digits);
  const bits = 8 * size;
  if (BigInt.asUintN(bits, value) !== value && BigInt.asIntN(bits, value) !== value) return undefined;
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value));
  return bytes.subarray(8 - size);
}
