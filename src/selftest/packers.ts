import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

/** Writes numbers bit by bit, the highest bit first. */
class BitWriter {
  readonly #bits: number[] = [];

  add(value: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit--) this.#bits.push((value >>> bit) & 1);
  }

  get bytes(): Buffer {
    const bytes = Buffer.alloc(Math.ceil(this.#bits.length / 8));
    this.#bits.forEach((bit, index) => (bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (bit << (7 - (index & 7)))));
    return bytes;
  }
}

/** CRC-32 with the highest bit first, as in bzip2. */
function bzip2Crc(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0);
  }
  return ~crc >>> 0;
}

/** The last column of the sorted rotations, and which of them is the text (Burrows and Wheeler). */
function rotations(data: Buffer): { readonly last: readonly number[]; readonly origin: number } {
  const twice = Buffer.concat([data, data]);
  const row = (start: number): Buffer => twice.subarray(start, start + data.length);
  const order = [...data.keys()].sort((a, b) => Buffer.compare(row(a), row(b)) || a - b);
  return { last: order.map((start) => twice[start + data.length - 1] ?? 0), origin: order.indexOf(0) };
}

/** Move-to-front positions of the bytes, with runs of zeros in their binary form, and the end symbol. */
function moved(last: readonly number[], used: readonly number[]): number[] {
  const list = [...used];
  const symbols: number[] = [];
  let zeros = 0;
  const endRun = (): void => {
    for (; zeros > 0; zeros = (zeros - 1) >> 1) symbols.push((zeros - 1) & 1);
  };
  for (const byte of last) {
    const place = list.indexOf(byte);
    list.unshift(...list.splice(place, 1));
    if (place === 0) zeros++;
    else {
      endRun();
      symbols.push(place + 1);
    }
  }
  endRun();
  return [...symbols, used.length + 1];
}

/** Number of symbols that share a table. */
const GROUP = 50;

/** A stream of one block whose codes all have the same length; for texts without four equal bytes in a row. */
export function bzip2Of(data: Buffer): Buffer {
  const bits = new BitWriter();
  const used = [...new Set(data)].sort((a, b) => a - b);
  const { last, origin } = rotations(data);
  const symbols = moved(last, used);
  const width = Math.ceil(Math.log2(used.length + 2));
  const crc = bzip2Crc(data);
  for (const byte of Buffer.from('BZh1')) bits.add(byte, 8);
  for (const byte of Buffer.from('314159265359', 'hex')) bits.add(byte, 8);
  bits.add(crc, 32);
  bits.add(0, 1);
  bits.add(origin, 24);
  const rows = Array.from({ length: 16 }, (_, row) => used.some((byte) => byte >> 4 === row));
  for (const isUsed of rows) bits.add(Number(isUsed), 1);
  for (const [row, isUsed] of rows.entries())
    if (isUsed) for (let low = 0; low < 16; low++) bits.add(Number(used.includes((row << 4) | low)), 1);
  const groups = Math.ceil(symbols.length / GROUP);
  bits.add(2, 3);
  bits.add(groups, 15);
  bits.add(0, groups);
  for (let table = 0; table < 2; table++) {
    bits.add(width, 5);
    for (let symbol = 0; symbol < used.length + 2; symbol++) bits.add(0, 1);
  }
  for (const symbol of symbols) bits.add(symbol, width);
  for (const byte of Buffer.from('177245385090', 'hex')) bits.add(byte, 8);
  bits.add(crc, 32);
  return bits.bytes;
}

/** Writes bits by their probabilities, as LZMA does. */
class RangeWriter {
  #low = 0;
  #range = 0xffffffff;
  #cache = 0;
  #pending = 1;
  readonly #bytes: number[] = [];

  bit(probabilities: Uint16Array, at: number, bit: number): void {
    const probability = probabilities[at] ?? 1024;
    const bound = (this.#range >>> 11) * probability;
    if (bit === 0) this.#range = bound;
    else {
      this.#low += bound;
      this.#range -= bound;
    }
    probabilities[at] = bit === 0 ? probability + ((2048 - probability) >> 5) : probability - (probability >> 5);
    while (this.#range < 2 ** 24) {
      this.#range *= 256;
      this.#shift();
    }
  }

  end(): Buffer {
    for (let i = 0; i < 5; i++) this.#shift();
    return Buffer.from(this.#bytes);
  }

  #shift(): void {
    const carry = this.#low >= 2 ** 32 ? 1 : 0;
    if (this.#low < 0xff000000 || carry === 1) {
      for (; this.#pending > 0; this.#pending--) {
        this.#bytes.push((this.#cache + carry) & 0xff);
        this.#cache = 0xff;
      }
      this.#cache = Math.floor(this.#low / 2 ** 24) & 0xff;
    }
    this.#pending++;
    this.#low = (this.#low * 256) % 2 ** 32;
  }
}

/** A file of bare LZMA with the usual properties, literals only; at most `0xffff` bytes. */
export function lzmaOf(data: Buffer): Buffer {
  const header = Buffer.from([0x5d, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt16LE(data.length, 5);
  const isMatch = new Uint16Array(4).fill(1024);
  const literals = new Uint16Array(8 * 0x300).fill(1024);
  const writer = new RangeWriter();
  let previous = 0;
  for (const [index, byte] of data.entries()) {
    writer.bit(isMatch, index & 3, 0);
    let symbol = 1;
    for (let bit = 7; bit >= 0; bit--) {
      writer.bit(literals, (previous >> 5) * 0x300 + symbol, (byte >> bit) & 1);
      symbol = (symbol << 1) | ((byte >> bit) & 1);
    }
    previous = byte;
  }
  return Buffer.concat([header, writer.end()]);
}

/** A bundle whose pack contains one file (gitformat-bundle, gitformat-pack). */
export function bundleOf(data: Buffer): Buffer {
  const head = Buffer.from('PACK\0\0\0\x02\0\0\0\x01', 'latin1');
  const object = Buffer.concat([Buffer.from(`blob ${data.length}\0`), data]);
  const size = Buffer.from([0xb0 | (data.length & 15), data.length >> 4]);
  const pack = Buffer.concat([head, size, deflateSync(data)]);
  const id = createHash('sha1').update(object).digest('hex');
  return Buffer.concat([
    Buffer.from(`# v2 git bundle\n${id} refs/tags/a\n\n`),
    pack,
    createHash('sha1').update(pack).digest(),
  ]);
}
