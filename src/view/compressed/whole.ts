import { brotliDecompressSync, gunzipSync, inflateSync, type ZlibOptions } from 'node:zlib';
import * as zlib from 'node:zlib';
import { type Loss, memoryReader } from '../nested-blob.ts';
import type { Budget } from '../budget.ts';
import { type CompressedKind, unpackerFor } from './formats.ts';

/** Output of compressed data in memory: if it is damaged, everything before the damage. */
export interface Whole {
  readonly bytes: Buffer;
  readonly loss: Loss | undefined;
}

interface MaybeZstd {
  readonly zstdDecompressSync?: (bytes: Uint8Array, options: ZlibOptions) => Buffer;
}

const { zstdDecompressSync } = zlib as MaybeZstd;

/** Node's synchronous functions, which are far cheaper for a small block; the one for zstd is missing before 22.15. */
const AT_ONCE: Readonly<Partial<Record<CompressedKind, (bytes: Uint8Array, options: ZlibOptions) => Buffer>>> = {
  gzip: gunzipSync,
  zlib: inflateSync,
  brotli: brotliDecompressSync,
  ...(zstdDecompressSync && { zstd: zstdDecompressSync }),
};

/** Unpacks complete data at once; undefined if Node cannot, or it is broken or gives more than `most` bytes. */
export function unpackAtOnce(kind: CompressedKind, packed: Uint8Array, most: number): Buffer | undefined {
  try {
    return AT_ONCE[kind]?.(packed, { maxOutputLength: most });
  } catch {
    // Unpacking piece by piece gives what precedes the damage.
    return undefined;
  }
}

/**
 * Unpacks data in memory, up to `most` bytes: further output is not a loss.
 *
 * @example const { bytes } = await unpackWhole('zlib', packed, 8192);
 */
export async function unpackWhole(
  kind: CompressedKind,
  packed: Uint8Array,
  most: number,
  budget?: Pick<Budget, 'work'>,
): Promise<Whole> {
  const whole = unpackAtOnce(kind, packed, most);
  if (whole !== undefined) return { bytes: whole, loss: undefined };
  const unpacker = (await unpackerFor(kind, budget))(memoryReader(packed));
  const chunks: Buffer[] = [];
  let size = 0;
  for (let chunk; size < most && (chunk = await unpacker.next()) !== undefined; size += chunk.length)
    chunks.push(chunk);
  return { bytes: Buffer.concat(chunks).subarray(0, most), loss: unpacker.close() };
}
