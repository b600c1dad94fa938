import type { RandomAccess } from '../random-access.ts';
import { type ImageMetadata, PieceReader } from './metadata.ts';

const HEAD = 12;
const CHUNK_HEAD = 8;
/** Chunks of pixels. */
const PIXELS: ReadonlySet<string> = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF']);

/** Exif, XMP and unknown chunks of a WebP file (RFC 9649). */
export function webpMetadata(access: RandomAccess): ImageMetadata {
  const reader = new PieceReader(access);
  const size = access.read(4, 4);
  const end = 8 + (size.length < 4 ? 0 : size.readUInt32LE(0));
  let at = HEAD;
  while (at + CHUNK_HEAD <= Math.min(end, access.size)) {
    const head = access.read(at, CHUNK_HEAD);
    const length = head.readUInt32LE(4);
    const data = { start: at + CHUNK_HEAD, end: at + CHUNK_HEAD + length };
    if (!PIXELS.has(head.toString('latin1', 0, 4))) reader.add(reader.read(data));
    at = data.end + (length % 2);
  }
  return reader.result(end);
}
