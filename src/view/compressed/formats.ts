import type { Blob, ByteReader, SourceEvent } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { chunkReader, Meter, nestedBlob, openBlob, unusedStep } from '../nested-blob.ts';
import type { Unpacker } from './unpacker.ts';

/** Compressions of a single, unnamed stream of data. */
export type CompressedKind =
  | 'gzip'
  | 'zlib'
  | 'zstd'
  | 'brotli'
  | 'bzip2'
  | 'xz'
  | 'lzip'
  | 'lzma'
  | 'lz4'
  | 'snappy'
  | 'lzo'
  | 'mozlz4'
  | 'compress';

type NewUnpacker = (reader: ByteReader) => Unpacker;

/** Each is loaded on first use. */
const UNPACKERS: Readonly<Record<CompressedKind, () => Promise<NewUnpacker>>> = {
  gzip: async () => {
    const { GzipUnpacker } = await import('./gzip.ts');
    return (reader) => new GzipUnpacker(reader);
  },
  zlib: async () => {
    const { ZlibUnpacker } = await import('./zlib.ts');
    return (reader) => new ZlibUnpacker(reader);
  },
  zstd: async () => {
    const { ZstdUnpacker } = await import('./zstd.ts');
    return (reader) => new ZstdUnpacker(reader);
  },
  brotli: async () => {
    const { BrotliUnpacker } = await import('./brotli.ts');
    return (reader) => new BrotliUnpacker(reader);
  },
  bzip2: async () => {
    const { Bzip2Unpacker } = await import('./bzip2.ts');
    return (reader) => new Bzip2Unpacker(reader);
  },
  xz: async () => {
    const { XzUnpacker } = await import('./lzma/xz.ts');
    return (reader) => new XzUnpacker(reader);
  },
  lzip: async () => {
    const { LzipUnpacker } = await import('./lzma/lzip.ts');
    return (reader) => new LzipUnpacker(reader);
  },
  lzma: async () => {
    const { LzmaUnpacker } = await import('./lzma/lzma.ts');
    return (reader) => new LzmaUnpacker(reader);
  },
  lz4: async () => {
    const { Lz4Unpacker } = await import('./lz4.ts');
    return (reader) => new Lz4Unpacker(reader);
  },
  snappy: async () => {
    const { SnappyUnpacker } = await import('./snappy.ts');
    return (reader) => new SnappyUnpacker(reader);
  },
  lzo: async () => {
    const { LzopUnpacker } = await import('./lzop.ts');
    return (reader) => new LzopUnpacker(reader);
  },
  mozlz4: async () => {
    const { MozLz4Unpacker } = await import('./lz4.ts');
    return (reader) => new MozLz4Unpacker(reader);
  },
  compress: async () => {
    const { CompressUnpacker } = await import('./compress.ts');
    return (reader) => new CompressUnpacker(reader);
  },
};

/** Whether a kind is a compression. */
export function isCompressed(kind: string): kind is CompressedKind {
  return Object.hasOwn(UNPACKERS, kind);
}

/**
 * A function that creates unpackers for one compression.
 *
 * @param budget charged for work that yields no bytes; undefined if that is not limited
 */
export async function unpackerFor(
  kind: CompressedKind,
  budget: Pick<Budget, 'work'> | undefined,
): Promise<NewUnpacker> {
  const newUnpacker = await UNPACKERS[kind]();
  return (reader) => {
    const unpacker = newUnpacker(reader);
    unpacker.budget = budget;
    return unpacker;
  };
}

/**
 * Gives the unpacked data, of any size, as one blob; parts that the format skips, and what follows the data, are separate blobs: a dump may
 * begin with anything.
 */
export async function* expandCompressed(blob: Blob, kind: CompressedKind, budget: Budget): AsyncGenerator<SourceEvent> {
  const newUnpacker = await unpackerFor(kind, budget);
  const meter = new Meter(budget);
  let unpacker: Unpacker | undefined;
  yield nestedBlob(blob, kind, undefined, () => {
    unpacker = newUnpacker(openBlob(blob));
    unpacker.guessed = blob.guessed ?? false;
    return chunkReader(unpacker, meter);
  });
  const { restStart: start, unused = [] } = unpacker ?? {};
  if (start === undefined && unused.length === 0) return;
  const { expandWith, memberAt, restAt } = await import('../random-access.ts');
  yield* expandWith(blob, function* (access) {
    for (const span of unused) yield memberAt({ blob, access, budget }, unusedStep(kind), span);
    if (start !== undefined) yield* restAt({ blob, access, budget }, kind, { start, end: access.size });
  });
}
