import { crc32 } from 'node:zlib';
import type { RandomAccess } from '../random-access.ts';
import { READ_SERVICES, type RarEntry, type RarEvent, type RarMethod } from './entry.ts';

/** Signature before the first header. */
export const SIGNATURE_5: Buffer = Buffer.from('Rar!\x1a\x07\x01\0', 'latin1');
/** Largest header, and the longest number before one; its checksum takes up four more bytes. */
const LARGEST_HEADER = 2 * 1024 * 1024;
const HEAD = 4 + 3;

const FILE = 2;
const SERVICE = 3;
const ENCRYPTION = 4;
const END = 5;
/** Flags of all headers. */
const HAS_EXTRA = 0x01;
const HAS_DATA = 0x02;
const FROM_VOLUME = 0x08;
const TO_VOLUME = 0x10;
/** Flags of files. */
const FOLDER = 0x01;
const HAS_TIME = 0x02;
const HAS_CRC = 0x04;
const NO_SIZE = 0x08;
/** Records of the extra area. */
const ENCRYPTED = 1;
const LINK = 5;
const SMALLEST_WINDOW = 128 * 1024;

class OutOfHeader extends Error {}

/** Reads the fields of a header. Throws if the header is too short. */
class Fields {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  take(length: number): Buffer {
    if (length > this.left) throw new OutOfHeader();
    return this.#bytes.subarray(this.#at, (this.#at += length));
  }

  /** A number of seven bits per byte, least significant first. */
  number(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const [byte = 0] = this.take(1);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return Math.min(value, Number.MAX_SAFE_INTEGER);
    }
    throw new OutOfHeader();
  }

  text(): string {
    return this.take(this.number()).toString('utf8');
  }
}

interface Header {
  readonly type: number;
  readonly flags: number;
  readonly fields: Fields;
  readonly extra: Fields;
  readonly dataStart: number;
  readonly dataSize: number;
}

/** The header at an offset; undefined if there is none, or it is damaged. */
function readHeader(access: RandomAccess, at: number): Header | undefined {
  const head = access.read(at, HEAD);
  const size = new Fields(head.subarray(4));
  try {
    const length = size.number();
    const start = at + HEAD - size.left;
    if (length > LARGEST_HEADER) return undefined;
    const body = access.read(start, length);
    const covered = access.read(at + 4, start + length - at - 4);
    if (body.length < length || crc32(covered) !== head.readUInt32LE(0)) return undefined;
    const fields = new Fields(body);
    const type = fields.number();
    const flags = fields.number();
    const extraSize = flags & HAS_EXTRA ? fields.number() : 0;
    const dataSize = flags & HAS_DATA ? fields.number() : 0;
    const own = fields.take(Math.max(0, fields.left - extraSize));
    return { type, flags, fields: new Fields(own), extra: fields, dataStart: start + length, dataSize };
  } catch (error) {
    if (error instanceof OutOfHeader) return undefined;
    throw error;
  }
}

/** The records of the extra area by their types; those after a damaged one are omitted. */
function recordsOf(extra: Fields): Map<number, Fields> {
  const records = new Map<number, Fields>();
  try {
    while (extra.left > 0) {
      const record = new Fields(extra.take(extra.number()));
      records.set(record.number(), record);
    }
  } catch (error) {
    if (!(error instanceof OutOfHeader)) throw error;
  }
  return records;
}

function linkTarget(record: Fields | undefined): string {
  if (record === undefined) return '';
  try {
    record.number();
    record.number();
    return record.text();
  } catch (error) {
    if (error instanceof OutOfHeader) return '';
    throw error;
  }
}

function methodOf(compression: number): RarMethod | { readonly unknown: string } {
  if (((compression >> 7) & 7) === 0) return 'stored';
  const version = compression & 0x3f;
  if (version > 1) return { unknown: `version ${version} of its method` };
  return 'rar5';
}

/** Version 1 of the method has larger windows, and sizes between powers of two. */
function windowOf(compression: number): number {
  const isNew = (compression & 0x3f) > 0;
  const size = SMALLEST_WINDOW * 2 ** ((compression >> 10) & (isNew ? 0x1f : 0x0f));
  return isNew ? size + (size / 32) * ((compression >> 15) & 0x1f) : size;
}

/** Throws `OutOfHeader`. */
function entryOf({ type, flags, fields, extra, dataStart, dataSize }: Header): RarEntry {
  const kind = fields.number();
  const size = fields.number();
  fields.number();
  if (kind & HAS_TIME) fields.take(4);
  const crc = kind & HAS_CRC ? fields.take(4).readUInt32LE(0) : undefined;
  const compression = fields.number();
  fields.number();
  const name = fields.text();
  const records = recordsOf(extra);
  const isCut = { before: (flags & FROM_VOLUME) !== 0, behind: (flags & TO_VOLUME) !== 0 };
  return {
    name,
    target: linkTarget(records.get(LINK)),
    isFolder: type === FILE && (kind & FOLDER) !== 0,
    span: { start: dataStart, end: dataStart + dataSize },
    size: (kind & NO_SIZE) !== 0 ? undefined : size,
    window: windowOf(compression),
    isLong: (compression & 0x3f) > 0,
    isSolid: type === FILE && (compression & 0x40) !== 0,
    method: methodOf(compression),
    crc: isCut.before || isCut.behind ? undefined : crc,
    isEncrypted: records.has(ENCRYPTED),
    isCut,
  };
}

function* entries(header: Header): Generator<RarEvent> {
  try {
    const entry = entryOf(header);
    const name = header.type === FILE ? entry.name : READ_SERVICES[entry.name];
    if (name !== undefined) yield { ...entry, name };
  } catch (error) {
    if (!(error instanceof OutOfHeader)) throw error;
    yield { reason: 'corrupt', detail: `the header of the data at byte ${header.dataStart} is broken` };
  }
}

/**
 * Members of an archive of RAR 5 and later, in order (technical note "RAR 5.0 archive format").
 *
 * @param at position after the signature
 * @returns the end of the archive
 */
export function* members5(access: RandomAccess, at: number): Generator<RarEvent, number> {
  let next = at;
  while (next < access.size) {
    const header = readHeader(access, next);
    if (header === undefined) {
      yield { reason: 'corrupt', detail: `the header at byte ${next} is broken or cut` };
      return next;
    }
    if (header.type === ENCRYPTION) {
      yield { reason: 'encrypted', detail: 'the names of all members are encrypted' };
      return access.size;
    }
    next = header.dataStart + header.dataSize;
    if (header.type === END) return next;
    if (header.type === FILE || header.type === SERVICE) yield* entries(header);
  }
  yield { reason: 'truncated', detail: `the archive ends at byte ${access.size}` };
  return access.size;
}
