import type { ByteReader } from '../../types.ts';
import { ByteFeed } from '../byte-feed.ts';
import { unpackerFor, type CompressedKind } from '../compressed/formats.ts';
import { Inflater } from '../compressed/inflate.ts';
import { type LzmaCoding, LzmaSource, packedLoss } from '../compressed/lzma/lzma-source.ts';
import { modelMemory, modelWork } from '../compressed/ppmd/model-size.ts';
import type { Budget } from '../budget.ts';
import type { ChunkSource, Loss } from '../nested-blob.ts';
import type { Unpacker } from '../compressed/unpacker.ts';
import { Bcj2Source } from './bcj2.ts';
import { filterOf, FilterSource } from './filters.ts';
import type { Coder } from './header.ts';

const CHUNK = 256 * 1024;
/** The range decoder's first bytes. */
const START = 5;

const COPY = '00';
const LZMA = '030101';
const LZMA2 = '21';
const DEFLATE = '040108';
const BCJ2 = '0303011b';
const PPMD = '030401';
const DEFLATE_64 = '040109';
/** All methods of encryption begin like this. */
const ENCRYPTION = '06f1';
const UNPACKED: Readonly<Record<string, CompressedKind>> = { '040202': 'bzip2', '04f71101': 'zstd', '04f71104': 'lz4' };
/** Names of methods that are not supported. */
const NAMES: Readonly<Record<string, string>> = {
  '04f71102': 'Brotli',
  '04f71105': 'LZ5',
  '04f71106': 'Lizard',
  '05': 'a filter for PowerPC',
  '06': 'a filter for IA-64',
  '07': 'a filter for ARM',
  '08': 'a filter for Thumb',
  '09': 'a filter for SPARC',
  '0b': 'a filter for RISC-V',
};

/** Why the output of a coder cannot be read; undefined if it can. */
export function unreadable({ method, inputs, properties }: Coder): Loss | undefined {
  if (method.startsWith(ENCRYPTION)) return { reason: 'encrypted', detail: 'the 7z member is encrypted' };
  const isKnown = [COPY, LZMA, LZMA2, DEFLATE, DEFLATE_64, PPMD].includes(method) || method in UNPACKED;
  if (method === BCJ2 ? inputs === 4 : inputs === 1 && (isKnown || filterOf(method, properties) !== undefined))
    return undefined;
  return {
    reason: 'unsupported-format',
    detail: `the 7z member is packed with ${NAMES[method] ?? `method ${method}`}`,
  };
}

/** Whether the output size of a coder differs from its input size. */
export function isCompression({ method, properties }: Coder): boolean {
  return method !== COPY && method !== BCJ2 && filterOf(method, properties) === undefined;
}

function sizeOfLzma2({ properties }: Coder): number {
  const byte = properties[0] ?? 0;
  return byte >= 40 ? 2 ** 32 - 1 : (2 | (byte & 1)) * 2 ** ((byte >> 1) + 11);
}

/** Memory that a coder requests, but no more than its output size. */
export function dictionaryOf(coder: Coder, size: number): number {
  if (coder.method === LZMA2) return Math.min(size, sizeOfLzma2(coder));
  return coder.method === LZMA && coder.properties.length >= START
    ? Math.min(size, coder.properties.readUInt32LE(1))
    : 0;
}

/** Relative cost of a byte of predicted text. */
const PREDICTED = 4;

/** Work of a coder with `size` bytes of output: for opening it, and for each byte. */
export function workOf(
  { method, properties }: Coder,
  size: number,
): { readonly opened: number; readonly each: number } {
  if (method !== PPMD || properties.length < START) return { opened: 0, each: 0 };
  const memory = modelMemory(properties.readUInt8(0), properties.readUInt32LE(1), size);
  return { opened: modelWork(memory), each: PREDICTED };
}

/** The source that decodes one coder. @param size of the output. @param packed maximum size of its first input, in bytes */
export async function sourceOf(
  coder: Coder,
  inputs: readonly ByteReader[],
  { size, packed, budget }: { readonly size: number; readonly packed: number; readonly budget: Budget },
): Promise<ChunkSource> {
  const [reader] = inputs as [ByteReader];
  const kind = UNPACKED[coder.method];
  if (kind !== undefined) return (await unpackerFor(kind, budget))(reader) satisfies Unpacker;
  switch (coder.method) {
    case COPY:
      return new CopySource(reader, size);
    case LZMA:
    case LZMA2:
      return new LzmaSource(feedOf(reader, packed), lzmaOf(coder, size), size);
    case DEFLATE_64: {
      const { Inflate64 } = await import('../compressed/inflate64.ts');
      return new Inflate64(reader, budget);
    }
    case PPMD: {
      const { PpmdSource } = await import('./ppmd.ts');
      return new PpmdSource(reader, coder.properties, { size, packed });
    }
    case DEFLATE:
      return new DeflateSource(feedOf(reader, packed));
    case BCJ2:
      return new Bcj2Source(inputs);
    default:
      return new FilterSource(reader, size, filterOf(coder.method, coder.properties) ?? ((bytes) => bytes.length));
  }
}

/** The coding of LZMA or LZMA2 data. */
function lzmaOf(coder: Coder, size: number): LzmaCoding {
  const dictionary = dictionaryOf(coder, size);
  return { isLzma2: coder.method === LZMA2, properties: coder.properties[0] ?? 0xff, dictionary };
}

/** Archives may have a folder for each small file, so feeds are no larger than their input. */
function feedOf(reader: ByteReader, packed: number): ByteFeed {
  return new ByteFeed(reader, Math.max(1, Math.min(CHUNK, packed)));
}

class CopySource implements ChunkSource {
  readonly #reader: ByteReader;
  readonly #piece: number;

  constructor(reader: ByteReader, size: number) {
    this.#reader = reader;
    this.#piece = Math.max(1, Math.min(CHUNK, size));
  }

  async next(): Promise<Buffer | undefined> {
    const into = Buffer.allocUnsafe(this.#piece);
    const count = await this.#reader.read(into);
    return count === 0 ? undefined : into.subarray(0, count);
  }

  close(): undefined {
    return undefined;
  }
}

class DeflateSource implements ChunkSource {
  readonly #feed: ByteFeed;
  readonly #inflater: Inflater;

  constructor(feed: ByteFeed) {
    this.#feed = feed;
    this.#inflater = new Inflater(this.#feed);
  }

  next(): Promise<Buffer | undefined> {
    return this.#inflater.next();
  }

  close(): Loss | undefined {
    const { outcome } = this.#inflater;
    this.#inflater.close();
    return outcome === 'corrupt' || outcome === 'truncated' ? packedLoss(outcome, this.#feed) : undefined;
  }
}
