import { inflateSync, type ZlibOptions } from 'node:zlib';
import * as zlib from 'node:zlib';
import { type Loss, memoryReader } from '../nested-blob.ts';
import { type CompressedKind, unpackerFor } from './formats.ts';

/** What compressed data in memory gave: everything in front of the damage, where it is damaged. */
export interface Whole {
  readonly bytes: Buffer;
  readonly loss: Loss | undefined;
}

interface MaybeZstd {
  readonly zstdDecompressSync?: (bytes: Uint8Array, options: ZlibOptions) => Buffer;
}

const { zstdDecompressSync } = zlib as MaybeZstd;

/** Node's own ways to unpack at once, which give nothing of what is broken or gives too much. */
const AT_ONCE: Readonly<Partial<Record<CompressedKind, (bytes: Uint8Array, options: ZlibOptions) => Buffer>>> = {
  zlib: inflateSync,
  ...(zstdDecompressSync && { zstd: zstdDecompressSync }),
};

/**
 * Unpacks data that is in memory, up to `most` bytes: what it would give behind those is no loss.
 *
 * @example const { bytes } = await unpackWhole('zlib', packed, 8192);
 */
export async function unpackWhole(kind: CompressedKind, packed: Uint8Array, most: number): Promise<Whole> {
  const atOnce = AT_ONCE[kind];
  if (atOnce !== undefined) {
    try {
      return { bytes: atOnce(packed, { maxOutputLength: most }), loss: undefined };
    } catch {
      // Broken or too long: piece by piece it gives what there is.
    }
  }
  const unpacker = (await unpackerFor(kind))(memoryReader(packed));
  const chunks: Buffer[] = [];
  let size = 0;
  for (let chunk; size < most && (chunk = await unpacker.next()) !== undefined; size += chunk.length)
    chunks.push(chunk);
  return { bytes: Buffer.concat(chunks).subarray(0, most), loss: unpacker.close() };
}
