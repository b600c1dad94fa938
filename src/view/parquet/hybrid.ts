import { BrokenTable } from '../rows/broken-table.ts';

/** A number of seven bits per byte, and the position after it. Throws {@link BrokenTable} if there is none. */
export function varintAt(bytes: Buffer, at: number, end: number): readonly [value: number, next: number] {
  let value = 0;
  let scale = 1;
  for (let next = at; next < end && scale < 2 ** 70; scale *= 128) {
    const byte = bytes[next++] as number;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return [value, next];
  }
  throw new BrokenTable('corrupt', 'a page is broken');
}

/** A number of up to 32 bits that begins at a bit offset, least significant bit of each byte first; missing bits are zero. */
export function bitsAt(bytes: Buffer, bit: number, width: number): number {
  const at = Math.floor(bit / 8);
  const shift = bit % 8;
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3], bytes[at + 4]];
  const low = (a | (b << 8) | (c << 16) | (d << 24)) >>> shift;
  if (width + shift <= 32) return width === 32 ? low >>> 0 : low & (2 ** width - 1);
  return (low + e * 2 ** (32 - shift)) % 2 ** width;
}

const WIDEST = 32;

/** Span of run-length encoded numbers. */
export interface HybridSpan {
  readonly start: number;
  readonly end: number;
  /** Bits per number. */
  readonly width: number;
}

/**
 * Reads runs and bit-packed groups of numbers (https://parquet.apache.org/docs/file-format/data-pages/encodings/, RLE) until `into` is
 * full. Throws {@link BrokenTable} if they end earlier.
 */
export function readHybrid(bytes: Buffer, { start, end, width }: HybridSpan, into: Uint8Array | Uint32Array): void {
  if (width > WIDEST) throw new BrokenTable('corrupt', 'a page is broken');
  const size = Math.ceil(width / 8);
  let [at, filled] = [start, 0];
  while (filled < into.length) {
    const [head, next] = varintAt(bytes, at, end);
    at = next;
    if (head % 2 === 0) {
      if (head === 0 || at + size > end) throw new BrokenTable('corrupt', 'a page is broken');
      const run = Math.min(head / 2, into.length - filled);
      into.fill(bitsAt(bytes, at * 8, width), filled, filled + run);
      filled += run;
      at += size;
      continue;
    }
    const packed = ((head - 1) / 2) * 8;
    // The last group may be cut after the last number.
    const count = Math.min(packed, into.length - filled, width === 0 ? packed : Math.floor(((end - at) * 8) / width));
    if (count === 0) throw new BrokenTable('corrupt', 'a page is broken');
    for (let i = 0; i < count; i++) into[filled++] = bitsAt(bytes, at * 8 + i * width, width);
    at += (packed / 8) * width;
  }
}
