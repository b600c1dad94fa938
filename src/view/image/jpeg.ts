import type { Span } from '../../types.ts';
import type { RandomAccess } from '../random-access.ts';
import { type ImageMetadata, PieceReader } from './metadata.ts';

const COMMENT = 0xfe;
const APP0 = 0xe0;
const APP15 = 0xef;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
/** Markers without a length: restarts, the image's start, and fill bytes. */
const RESTART = 0xd0;
const START_OF_IMAGE = 0xd8;
const TEMPORARY = 0x01;
/** Start of segments with dimensions and colours. */
const WITHOUT_TEXT = ['JFIF\0', 'ICC_PROFILE\0', 'Adobe\0'] as const;
const CHUNK = 1024 * 1024;
const END = Buffer.from([0xff, END_OF_IMAGE]);

/** Position after the end marker: pixel data contains no such pair of bytes (ISO 10918-1, B.1.1.5). */
function imageEnd(access: RandomAccess, from: number): number {
  for (let at = from; at < access.size; at += CHUNK) {
    const found = access.read(at, CHUNK + 1).indexOf(END);
    if (found >= 0) return at + found + END.length;
  }
  return -1;
}

function isBare(marker: number): boolean {
  return (marker >= RESTART && marker <= START_OF_IMAGE) || marker === TEMPORARY;
}

function addSegment(reader: PieceReader, span: Span): void {
  const bytes = reader.read(span);
  const name = bytes?.toString('latin1', 0, 12) ?? '';
  if (!WITHOUT_TEXT.some((start) => name.startsWith(start))) reader.add(bytes);
}

function holdsText(marker: number): boolean {
  return marker === COMMENT || (marker >= APP0 && marker <= APP15);
}

/** Length of a marker without a length field: one fill byte, or two for a marker; 0 for other markers. */
function bareLength(marker: number): number {
  if (marker === 0xff) return 1;
  return isBare(marker) ? 2 : 0;
}

/** Reads the segments before the pixels; gives the position reached, and whether the image ended there. */
function readSegments(access: RandomAccess, reader: PieceReader): { readonly at: number; readonly ended: boolean } {
  let at = 2;
  for (;;) {
    const head = access.read(at, 4);
    const marker = head[1] ?? 0;
    if (head[0] === 0xff && marker === END_OF_IMAGE) return { at: at + 2, ended: true };
    if (head.length < 4 || head[0] !== 0xff) return { at, ended: false };
    const bare = bareLength(marker);
    const end = bare > 0 ? at + bare : at + 2 + head.readUInt16BE(2);
    if (holdsText(marker)) addSegment(reader, { start: at + 4, end });
    at = Math.max(end, at + 1);
    if (marker === START_OF_SCAN) return { at, ended: false };
  }
}

/** Comments and application segments (Exif, XMP, IPTC and others) of a JPEG file. */
export function jpegMetadata(access: RandomAccess): ImageMetadata {
  const reader = new PieceReader(access);
  const { at, ended } = readSegments(access, reader);
  const end = ended ? at : imageEnd(access, at);
  return reader.result(end < 0 ? access.size : end);
}
