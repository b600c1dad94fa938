import { crc32 } from 'node:zlib';
import type { Blob, SourceEvent, Span } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { skipOf } from '../nested-blob.ts';
import { expandWith, type RandomAccess, restAt } from '../random-access.ts';
import { BrokenTable, tableLoss } from '../rows/broken-table.ts';
import { type Effort, LARGEST_PART, partSize } from '../rows/effort.ts';
import type { JsonLines } from '../rows/json-lines.ts';
import { TableReading, type Notes, notesEvents, tableEvents } from '../rows/table-events.ts';
import { type Unpacked, unpackAs, unpackDeflate, unpackSnappy } from '../rows/unpack.ts';
import { type AvroType, readSchema } from './schema.ts';
import { AvroBytes, ValueWriter } from './values.ts';

const MAGIC = 4;
const SYNC = 16;
/** Bytes read for the header, and the factor by which more are read if it does not end in them. */
const [USUAL_HEADER, LONGER] = [64 * 1024, 32] as const;
/** Length of the number of values in a block, and of its size in bytes. */
const BLOCK_HEADER = 20;
const PIECE = 1024 * 1024;
/** Maximum number of header entries: an empty one takes up far more memory than its two bytes. */
const MOST_NOTES = 65_536;
/** Checksum after a Snappy block. */
const CHECKSUM = 4;

type Unpack = (packed: Buffer) => Unpacked | Promise<Unpacked>;

/** A Snappy block followed by the checksum of its data. */
function unpackChecked(packed: Buffer): Unpacked {
  if (packed.length < CHECKSUM) return { bytes: Buffer.alloc(0), isWhole: false };
  const { bytes, isWhole } = unpackSnappy(packed.subarray(0, -CHECKSUM), LARGEST_PART);
  return { bytes, isWhole: isWhole && packed.readUInt32BE(packed.length - CHECKSUM) === crc32(bytes) };
}

const CODECS: Readonly<Record<string, Unpack>> = {
  null: (bytes) => ({ bytes, isWhole: true }),
  deflate: (packed) => unpackDeflate(packed, LARGEST_PART),
  snappy: unpackChecked,
  bzip2: (packed) => unpackAs('bzip2', packed, LARGEST_PART),
  xz: (packed) => unpackAs('xz', packed, LARGEST_PART),
  zstandard: (packed) => unpackAs('zstd', packed, LARGEST_PART),
};

interface Header {
  readonly notes: Notes;
  readonly schema: AvroType;
  readonly unpack: Unpack | undefined;
  readonly codec: string;
  readonly sync: Buffer;
  /** Start of the first block. */
  readonly end: number;
}

function readNotes(from: AvroBytes): Notes {
  const notes: [Buffer, Buffer][] = [];
  const text = (): Buffer => {
    const length = from.long();
    const start = from.skip(length);
    return from.bytes.subarray(start, start + length);
  };
  for (let count = from.long(); count !== 0; count = from.long()) {
    if (count < 0) from.long();
    for (let left = Math.abs(count); left > 0; left--) {
      if (notes.length === MOST_NOTES) throw new BrokenTable('too-large', `over ${MOST_NOTES} notes in its header`);
      notes.push([text(), text()]);
    }
  }
  return notes;
}

function headerIn(bytes: Buffer): Header {
  const from = new AvroBytes(bytes, MAGIC);
  const notes = readNotes(from);
  const start = from.skip(SYNC);
  const noteOf = (name: string): string | undefined =>
    notes.find(([key]) => key.equals(Buffer.from(name)))?.[1].toString();
  const codec = noteOf('avro.codec') ?? 'null';
  return {
    notes,
    schema: readSchema(noteOf('avro.schema') ?? ''),
    codec,
    unpack: Object.hasOwn(CODECS, codec) ? CODECS[codec] : undefined,
    sync: bytes.subarray(start, start + SYNC),
    end: start + SYNC,
  };
}

function readHeader(access: RandomAccess): Header {
  for (let length = USUAL_HEADER; ; length = Math.min(LARGEST_PART, length * LONGER)) {
    const bytes = access.read(0, length);
    try {
      return headerIn(bytes);
    } catch (error) {
      const isCut = error instanceof BrokenTable && error.reason === 'truncated';
      if (!isCut || bytes.length < length || length >= LARGEST_PART) throw error;
    }
  }
}

/** Position after the next sync marker. */
function behindSync(access: RandomAccess, from: number, sync: Buffer): number {
  for (let at = from; at < access.size; at += PIECE - SYNC + 1) {
    const found = access.read(at, PIECE).indexOf(sync);
    if (found >= 0) return at + found + SYNC;
  }
  return access.size;
}

interface Block extends Span {
  readonly count: number;
}

/** A file, read once. */
class AvroRows {
  readonly #access: RandomAccess;
  readonly #header: Header;
  readonly #reading: TableReading;
  readonly #effort: Effort;

  constructor(access: RandomAccess, header: Header, reading: TableReading, effort: Effort) {
    this.#access = access;
    this.#header = header;
    this.#reading = reading;
    this.#effort = effort;
  }

  async *write(lines: JsonLines): AsyncGenerator<void> {
    for (let at = this.#header.end; at < this.#access.size; at = this.#behind(at)) {
      try {
        yield* this.#block(this.#blockAt(at), lines);
      } catch (error) {
        const loss = tableLoss(error);
        this.#reading.note('rows', { ...loss, detail: `${loss.detail}, in the block at byte ${at}` });
        if (loss.reason === 'too-expanded' || loss.reason === 'unsupported-format') return;
      }
    }
  }

  #blockAt(at: number): Block {
    const from = new AvroBytes(this.#access.read(at, BLOCK_HEADER));
    const [count, size] = [from.long(), from.long()];
    const start = at + from.position;
    if (count < 0 || size < 0) throw new BrokenTable('corrupt', 'its header is broken');
    if (start + size + SYNC > this.#access.size) throw new BrokenTable('truncated', 'it is cut');
    return { start, end: start + partSize(size), count };
  }

  /** Start of the next block: after this one, or after the next sync marker if this one is broken. */
  #behind(at: number): number {
    const { sync } = this.#header;
    try {
      const { end } = this.#blockAt(at);
      if (this.#access.read(end, SYNC).equals(sync)) return end + SYNC;
      this.#reading.note('rows', { reason: 'corrupt', detail: `the mark behind the block at byte ${at} is broken` });
    } catch (error) {
      tableLoss(error);
    }
    return behindSync(this.#access, at, sync);
  }

  async *#block({ start, end, count }: Block, lines: JsonLines): AsyncGenerator<void> {
    const { unpack, codec, schema } = this.#header;
    if (unpack === undefined)
      throw new BrokenTable('unsupported-format', `blocks are compressed by ${JSON.stringify(codec.slice(0, 20))}`);
    this.#effort.spend(end - start);
    const { bytes, isWhole } = await unpack(this.#access.read(start, end - start));
    this.#effort.spend(bytes.length);
    const from = new AvroBytes(bytes);
    const writer = new ValueWriter(from, lines, this.#effort);
    try {
      for (let left = count; left > 0; left--) {
        writer.value(schema);
        lines.endLine();
        if (lines.isReady) yield;
      }
    } catch (error) {
      lines.endLine();
      if (isWhole) throw error;
    }
    if (!isWhole) throw new BrokenTable(bytes.length < LARGEST_PART ? 'corrupt' : 'too-large', 'it does not unpack');
    if (from.left > 0) throw new BrokenTable('corrupt', 'it has more bytes than values');
    this.#reading.read.push({ start, end });
  }
}

async function* events(blob: Blob, access: RandomAccess, budget: Budget): AsyncGenerator<SourceEvent> {
  let header: Header;
  try {
    header = readHeader(access);
  } catch (error) {
    yield* restAt({ blob, access, budget }, 'avro', { start: 0, end: access.size });
    yield skipOf(blob, tableLoss(error));
    return;
  }
  const reading = new TableReading();
  yield* notesEvents(blob, 'avro', header.notes, budget);
  const rows = (lines: JsonLines): AsyncGenerator<void> =>
    new AvroRows(access, header, reading, lines.effort).write(lines);
  yield* tableEvents(blob, { step: 'avro', write: rows, reading }, budget);
  yield* reading.events(blob, 'avro');
}

/**
 * Gives the values of an Avro object container file (https://avro.apache.org/docs/1.12.0/specification/#object-container-files) as lines of
 * JSON: texts, data that is text, and integers, next to the names of their fields; other data as separate members; and the metadata in its
 * header, including the schema.
 */
export function expandAvro(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => events(blob, access, budget));
}
