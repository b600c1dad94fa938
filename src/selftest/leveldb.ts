/** A log of LevelDB (doc/log_format.md, write_batch.cc), as a browser writes what a page stores. */
import { maskedCrc } from '../view/compressed/crc32c.ts';

function counted(text: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(text.length & 0x7f) | 0x80, text.length >> 7]), text]);
}

/** The batch of one write: the key after the page's origin, and the text in UTF-16, which is marked by 0. */
export function storedWide(key: string, text: string): Buffer {
  const head = Buffer.from([1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  const name = Buffer.from(`_https://app.example\0\x01${key}`, 'latin1');
  const value = Buffer.from(`\0${Buffer.from(text, 'utf16le').toString('latin1')}`, 'latin1');
  const record = Buffer.concat([head, counted(name), counted(value)]);
  const front = Buffer.alloc(6);
  front.writeUInt32LE(maskedCrc(record));
  front.writeUInt16LE(record.length - 1, 4);
  return Buffer.concat([front, record]);
}
