import { inflateSync } from 'node:zlib';
import type { RandomAccess } from '../random-access.ts';
import { type ImageMetadata, LONGEST_PIECE, PieceReader } from './metadata.ts';

const SIGNATURE = 8;
/** Length and type before a chunk's data, and checksum after it. */
const CHUNK_HEAD = 8;
const CHUNK_TAIL = 4;
/** Chunks of pixels, colours and dimensions, which contain no text. */
const WITHOUT_TEXT: ReadonlySet<string> = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'tRNS',
  'cHRM',
  'gAMA',
  'sRGB',
  'sBIT',
  'bKGD',
  'hIST',
  'pHYs',
  'sPLT',
  'tIME',
  'acTL',
  'fcTL',
  'fdAT',
  'cICP',
]);

/** The first `count` NUL-terminated parts of a chunk, and the rest. */
function split(data: Buffer, count: number): readonly Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let i = 0; i < count; i++) {
    const end = data.indexOf(0, start);
    if (end < 0) break;
    parts.push(data.subarray(start, end));
    start = end + 1;
  }
  return [...parts, data.subarray(start)];
}

function inflate(reader: PieceReader, packed: Buffer, type: string): Buffer {
  try {
    return inflateSync(packed, { maxOutputLength: LONGEST_PIECE });
  } catch (error) {
    const isLarge = error instanceof RangeError;
    reader.lose({
      reason: isLarge ? 'too-expanded' : 'corrupt',
      detail: `the text of a ${type} chunk ${isLarge ? 'is too large' : 'cannot be inflated'}`,
    });
    return Buffer.alloc(0);
  }
}

/** Latin-1 text as UTF-8; data in place of text is left unchanged. */
function latin1(body: Buffer): Buffer {
  return body.some((byte) => byte < 9) ? body : Buffer.from(body.toString('latin1'));
}

/** `keyword: text` in UTF-8, from each kind of text chunk (PNG specification, third edition, 11.3.3). */
function textOf(reader: PieceReader, type: string, data: Buffer): Buffer {
  const [keyword = data, ...rest] = split(data, 1);
  const body = rest[0] ?? Buffer.alloc(0);
  const label = `${keyword.toString('latin1')}: `;
  if (type === 'tEXt') return Buffer.concat([Buffer.from(label), latin1(body)]);
  if (type === 'zTXt') return Buffer.concat([Buffer.from(label), latin1(inflate(reader, body.subarray(1), type))]);
  const isPacked = body[0] === 1;
  const [, translated = body, text = body] = split(body.subarray(2), 2);
  const words = isPacked ? inflate(reader, text, type) : text;
  return Buffer.concat([Buffer.from(label), translated, Buffer.from(' '), words]);
}

/** The colour profile's data, inflated: its description is text. */
function profileOf(reader: PieceReader, data: Buffer): Buffer {
  const [, packed = data] = split(data, 1);
  return inflate(reader, packed.subarray(1), 'iCCP');
}

function pieceOf(reader: PieceReader, type: string, data: Buffer): Buffer {
  if (type === 'tEXt' || type === 'zTXt' || type === 'iTXt') return textOf(reader, type, data);
  return type === 'iCCP' ? profileOf(reader, data) : data;
}

/** Text chunks, Exif data and private chunks of a PNG file. */
export function pngMetadata(access: RandomAccess): ImageMetadata {
  const reader = new PieceReader(access);
  let at = SIGNATURE;
  for (;;) {
    const head = access.read(at, CHUNK_HEAD);
    if (head.length < CHUNK_HEAD) break;
    const length = head.readUInt32BE(0);
    const type = head.toString('latin1', 4, 8);
    const data = { start: at + CHUNK_HEAD, end: at + CHUNK_HEAD + length };
    at = data.end + CHUNK_TAIL;
    if (type === 'IEND') break;
    const bytes = WITHOUT_TEXT.has(type) ? undefined : reader.read(data);
    if (bytes !== undefined) reader.add(pieceOf(reader, type, bytes));
  }
  return reader.result(at);
}
