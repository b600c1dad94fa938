/** Logs and tables of LevelDB for tests (doc/log_format.md, doc/table_format.md, write_batch.cc), built in memory. */
import { maskedCrc } from '../../src/view/compressed/crc32c.ts';
import { FIRST, FULL, LAST, LOG_BLOCK, RECORD_HEAD } from '../../src/view/leveldb/log-head.ts';

const MIDDLE = 3;
const PUT = 1;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
  return Buffer.from([...bytes, left]);
}

/** A text behind its length. */
function counted(text: Buffer): Buffer {
  return Buffer.concat([varint(text.length), text]);
}

/** A batch of writes, as a record holds it. */
export function batchOf(writes: readonly (readonly [key: Buffer, value: Buffer])[]): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(1);
  head.writeUInt32LE(writes.length, 8);
  return Buffer.concat([head, ...writes.flatMap(([key, value]) => [Buffer.from([PUT]), counted(key), counted(value)])]);
}

function partOf(type: number, bytes: Buffer): Buffer {
  const head = Buffer.alloc(RECORD_HEAD);
  head.writeUInt32LE(maskedCrc(Buffer.concat([Buffer.from([type]), bytes])));
  head.writeUInt16LE(bytes.length, 4);
  head[6] = type;
  return Buffer.concat([head, bytes]);
}

function typeOf(isFirst: boolean, isLast: boolean): number {
  if (isFirst) return isLast ? FULL : FIRST;
  return isLast ? LAST : MIDDLE;
}

/** A log of records, which are parted where a block ends. */
export function levelLogOf(records: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [];
  let size = 0;
  for (const record of records)
    for (let at = 0, isFirst = true; isFirst || at < record.length; isFirst = false) {
      const left = LOG_BLOCK - (size % LOG_BLOCK);
      if (left < RECORD_HEAD) parts.push(Buffer.alloc(left));
      const room = (left < RECORD_HEAD ? LOG_BLOCK : left) - RECORD_HEAD;
      const bytes = record.subarray(at, at + room);
      at += bytes.length;
      parts.push(partOf(typeOf(isFirst, at >= record.length), bytes));
      size += (left < RECORD_HEAD ? left : 0) + RECORD_HEAD + bytes.length;
    }
  return Buffer.concat(parts);
}

/** What a page stores under a key in Latin-1: the mark of that is 1. */
export function stored(key: string, value: string): readonly [Buffer, Buffer] {
  return [Buffer.from(`_https://app.example\0\x01${key}`, 'latin1'), Buffer.from(`\x01${value}`, 'latin1')];
}

const FOOTER = 48;
const MAGIC = '57fb808b247547db';
/** Sequence and type that stand behind each key. */
const TRAILER = Buffer.from([PUT, 7, 0, 0, 0, 0, 0, 0]);

/** A block with its entries' keys shortened by what the one before has, behind it what it is packed with and its checksum. */
function blockOf(entries: readonly (readonly [key: Buffer, value: Buffer])[]): Buffer {
  let before = Buffer.alloc(0);
  const parts = entries.map(([key, value]) => {
    let shared = 0;
    while (shared < Math.min(before.length, key.length) && before[shared] === key[shared]) shared++;
    before = Buffer.from(key);
    const head = Buffer.concat([varint(shared), varint(key.length - shared), varint(value.length)]);
    return Buffer.concat([head, key.subarray(shared), value]);
  });
  const restarts = Buffer.from([0, 0, 0, 0, 1, 0, 0, 0]);
  const packed = Buffer.concat([...parts, restarts, Buffer.from([0])]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(maskedCrc(packed));
  return Buffer.concat([packed, sum]);
}

/** A table whose blocks are not packed, with one for each list of entries. */
export function levelTableOf(lists: readonly (readonly (readonly [key: Buffer, value: Buffer])[])[]): Buffer {
  const blocks = lists.map((list) => blockOf(list.map(([key, value]) => [Buffer.concat([key, TRAILER]), value])));
  let at = 0;
  const places = blocks.map(({ length }) => {
    const place = Buffer.concat([varint(at), varint(length - 5)]);
    at += length;
    return place;
  });
  const index = blockOf(places.map((place, number) => [Buffer.from(`z${number}`), place]));
  const footer = Buffer.alloc(FOOTER);
  Buffer.concat([varint(0), varint(0), varint(at), varint(index.length - 5)]).copy(footer);
  footer.write(MAGIC, FOOTER - 8, 'hex');
  return Buffer.concat([...blocks, index, footer]);
}
