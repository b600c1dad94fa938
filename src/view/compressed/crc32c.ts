const POLYNOMIAL = 0x82f63b78;
let table: Uint32Array | undefined;

function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 && POLYNOMIAL);
    return value;
  });
}

/**
 * CRC-32C of the bytes (RFC 3720, B.4) as stored by LevelDB and Snappy frames: rotated and offset, so that a checksum of checksums does not
 * match by chance.
 */
export function maskedCrc(bytes: Uint8Array): number {
  table ??= makeTable();
  let sum = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) sum = (table[(sum ^ (bytes[i] as number)) & 0xff] as number) ^ (sum >>> 8);
  sum = ~sum;
  return (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
}
