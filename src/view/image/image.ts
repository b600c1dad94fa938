import type { Blob, SourceEvent } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { UNREAD } from '../unread-kinds.ts';
import { memoryReader, Meter, nestedBlob, skipOf } from '../nested-blob.ts';
import { expandWith, memberAt, type RandomAccess } from '../random-access.ts';
import { gifMetadata } from './gif.ts';
import { jpegMetadata } from './jpeg.ts';
import type { ImageMetadata } from './metadata.ts';
import { pngMetadata } from './png.ts';
import { webpMetadata } from './webp.ts';

/** Images of which everything but the pixels is read. */
export type ImageKind = 'png' | 'jpeg' | 'gif' | 'webp';

const READERS: Readonly<Record<ImageKind, (access: RandomAccess) => ImageMetadata>> = {
  png: pngMetadata,
  jpeg: jpegMetadata,
  gif: gifMetadata,
  webp: webpMetadata,
};
const LF = Buffer.from('\n');

/** Whether bytes after an image are padding: zeros and line breaks. */
function isPadding(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0 || byte === 10 || byte === 13);
}

function joined(pieces: readonly Buffer[]): Buffer {
  return Buffer.concat(pieces.flatMap((piece) => [piece, LF]));
}

function* imageEvents(blob: Blob, kind: ImageKind, budget: Budget, access: RandomAccess): Generator<SourceEvent> {
  const { pieces, end, loss } = READERS[kind](access);
  if (pieces.length > 0) {
    const text = joined(pieces);
    const meter = new Meter(budget);
    if (meter.reach(text.length)) yield nestedBlob(blob, `${kind}:metadata`, text.length, () => memoryReader(text));
    else yield skipOf(blob, { reason: 'too-expanded', detail: 'its metadata was not read' }, `${kind}:metadata`);
  }
  const rest = access.size - end;
  if (rest > 0 && !(rest < 4096 && isPadding(access.read(end, rest)))) {
    yield memberAt({ blob, access, budget }, `${kind}:rest`, { start: end, end: access.size });
  }
  if (loss !== undefined) yield skipOf(blob, loss);
  const { reason, words } = UNREAD[kind];
  yield skipOf(blob, { reason, detail: `${words}: not scanned` });
}

/**
 * Gives everything in an image file but its pixels: text, comments, Exif and XMP as one blob, and data after the image as another. The
 * pixels are a skip.
 */
export function expandImage(blob: Blob, kind: ImageKind, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => imageEvents(blob, kind, budget, access));
}
