/**
 * Frequency of each byte from 0x20 to 0x7e in logs, sources and JSON, in parts of 10,000: from equal shares of loghub's samples, Go's
 * standard library and OTLP and HAR files. It affects only speed.
 */
const FREQUENCIES =
  '1123 7 144 4 4 3 8 20 81 81 24 7 127 87 166 84 217 155 125 90 84 83 91 84 71 73 143 17 8 77 7 10 2 94 20 44 42 50 29 13 8 34 13 12 23 37 38 33 29 5 43 58 35 21 19 11 6 5 4 53 330 53 4 101 10 337 69 239 202 608 109 99 99 354 27 73 198 130 402 388 155 10 383 302 431 188 63 59 39 70 14 40 22 40';
const SHARES: Readonly<Float64Array> = byteShares();

function byteShares(): Float64Array {
  const table = new Float64Array(256).fill(1e-4);
  FREQUENCIES.split(' ').forEach((part, index) => (table[0x20 + index] = (Number(part) + 1) / 10_000));
  table[0x09] = 0.012;
  table[0x0a] = 0.013;
  return table;
}

/** Both cases of a letter, or the byte itself. */
function casesOf(byte: number): readonly number[] {
  return byte >= 97 && byte <= 122 ? [byte, byte - 32] : [byte];
}

/** Case-insensitive frequency of each byte in texts. */
const CASELESS: Readonly<Float64Array> = SHARES.map(
  (share, byte) => share + (casesOf(byte).length > 1 ? (SHARES[byte - 32] ?? 0) : 0),
);

/** Expected case-insensitive frequency of the bytes from `at` on, as a share of all offsets. */
export function expected(bytes: Uint8Array, at: number, length: number): number {
  let share = 1;
  for (let i = at; i < at + length; i++) share *= CASELESS[bytes[i] ?? 0] ?? 0;
  return share;
}

/** Expected frequency of the bytes that share their low three bits with the given one. */
export function expectedLowBits(byte: number): number {
  let share = 0;
  for (let other = byte & 7; other < 256; other += 8) share += SHARES[other] ?? 0;
  return share;
}
