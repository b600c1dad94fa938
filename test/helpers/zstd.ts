/** A zstd frame of one block that is stored as it is (RFC 8878, 3.1.1), for data of up to 255 bytes. */
export function zstdCompress(data: string): Buffer {
  const bytes = Buffer.from(data);
  const block = (bytes.length << 3) | 1;
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, bytes.length, block & 0xff, block >> 8, 0]), bytes]);
}
