import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { type CompressedKind, unpackerFor } from '../../view/compressed/formats.ts';
import { memoryReader } from '../../view/nested-blob.ts';
import type { Descend, Part, RedactedPart } from '../redactor.ts';
import { room } from './room.ts';
import { storedLz4, storedSnappy, storedXz, storedZstd } from '../../view/compressed/stored.ts';

/** Quality at which brotli is as fast as gzip; the highest takes a hundred times as long. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** How data is packed again. Node compresses the first three; bzip2, lzip and lzma have no format for uncompressed data. */
const PACKERS: Readonly<Partial<Record<CompressedKind, (bytes: Buffer) => Buffer>>> = {
  gzip: (bytes) => gzipSync(bytes),
  zlib: (bytes) => deflateSync(bytes),
  brotli: (bytes) => brotliCompressSync(bytes, BROTLI),
  zstd: storedZstd,
  lz4: storedLz4,
  snappy: storedSnappy,
  xz: storedXz,
};

/** Redacts the content of compressed data and packs it again; undefined if it cannot be fully unpacked, or cannot be packed. */
export async function redactCompressed(
  bytes: Buffer,
  kind: CompressedKind,
  part: Part,
  descend: Descend,
): Promise<RedactedPart | undefined> {
  const pack = PACKERS[kind];
  const found = pack && (await unpacked(bytes, kind, room(part.budget)));
  if (pack === undefined || found === undefined || !part.budget.spend(found.content.length)) return undefined;
  const inner = await descend(found.content, { ...part, view: [...part.view, kind] });
  const rest = await descend(found.rest, part);
  const redactions = [...inner.redactions, ...rest.redactions];
  if (redactions.length === 0) return undefined;
  const packed = inner.redactions.length > 0 ? pack(inner.bytes) : bytes.subarray(0, bytes.length - found.rest.length);
  return { bytes: Buffer.concat([packed, rest.bytes]), redactions };
}

/** The full content of compressed data, and what follows it; undefined if some is lost, or if it is more than `most` bytes. */
export async function unpacked(
  bytes: Buffer,
  kind: CompressedKind,
  most: number,
): Promise<{ readonly content: Buffer; readonly rest: Buffer } | undefined> {
  const newUnpacker = await unpackerFor(kind, undefined);
  const unpacker = newUnpacker(memoryReader(bytes));
  const chunks: Buffer[] = [];
  let size = 0;
  for (let chunk = await unpacker.next(); chunk !== undefined && size <= most; chunk = await unpacker.next()) {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
  }
  if (unpacker.close() !== undefined || size > most) return undefined;
  return { content: Buffer.concat(chunks), rest: bytes.subarray(unpacker.restStart ?? bytes.length) };
}
