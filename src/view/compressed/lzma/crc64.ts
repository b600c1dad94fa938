/** Halves of the table of CRC-64 (ECMA-182, lowest bit first), as xz uses it. */
const TABLE: Readonly<Uint32Array> = crcTable();

function crcTable(): Uint32Array {
  const table = new Uint32Array(512);
  for (let byte = 0; byte < 256; byte++) {
    let low = byte;
    let high = 0;
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = (low & 1) === 1;
      low = ((low >>> 1) | (high << 31)) >>> 0;
      high >>>= 1;
      if (!isOdd) continue;
      low = (low ^ 0xd7870f42) >>> 0;
      high = (high ^ 0xc96c5795) >>> 0;
    }
    table[2 * byte] = low;
    table[2 * byte + 1] = high;
  }
  return table;
}

/** The CRC-64 of what was added. */
export class Crc64 {
  #low = 0xffffffff;
  #high = 0xffffffff;

  add(bytes: Uint8Array): void {
    let low = this.#low;
    let high = this.#high;
    for (const byte of bytes) {
      const index = ((low ^ byte) & 0xff) * 2;
      low = ((low >>> 8) | (high << 24)) ^ (TABLE[index] as number);
      high = (high >>> 8) ^ (TABLE[index + 1] as number);
    }
    this.#low = low;
    this.#high = high;
  }

  /** Eight bytes, the lowest first, as they stand in a file. */
  digest(): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE(~this.#low >>> 0, 0);
    bytes.writeUInt32LE(~this.#high >>> 0, 4);
    return bytes;
  }
}
