/** Small images for tests, built in memory. */
import { crc32, deflateSync } from 'node:zlib';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** A chunk of a PNG image with its checksum. */
export function pngChunk(type: string, data: Buffer): Buffer {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  data.copy(bytes, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

/** An image of one pixel with more chunks before its pixels. */
export function makePng(...chunks: readonly Buffer[]): Buffer {
  const header = pngChunk('IHDR', Buffer.from('00000001000000010806000000', 'hex'));
  const pixels = pngChunk('IDAT', deflateSync(Buffer.alloc(5)));
  return Buffer.concat([latin1('\x89PNG\r\n\x1a\n'), header, ...chunks, pixels, pngChunk('IEND', Buffer.alloc(0))]);
}

/** A segment of a JPEG image with its length. */
export function jpegSegment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

/** Segments before a scan of few bytes. */
export function makeJpeg(...segments: readonly Buffer[]): Buffer {
  const scan = Buffer.concat([jpegSegment(0xda, Buffer.alloc(6)), Buffer.from([1, 2, 0xff, 0, 0xff, 0xd0, 3])]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), ...segments, scan, Buffer.from([0xff, 0xd9])]);
}

/** An image of one pixel with more blocks before it. */
export function makeGif(...blocks: readonly Buffer[]): Buffer {
  const screen = Buffer.from([1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
  const image = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0x80, 0, 0, 0, 9, 9, 9, 2, 2, 0x4c, 1, 0]);
  const control = Buffer.from([0x21, 0xf9, 4, 0, 0, 0, 0, 0]);
  return Buffer.concat([latin1('GIF89a'), screen, control, ...blocks, image, Buffer.from([0x3b])]);
}

/** An extension block of parts of up to 255 characters. */
export function gifExtension(label: number, ...parts: readonly string[]): Buffer {
  const blocks = parts.map((part) => Buffer.concat([Buffer.from([part.length]), latin1(part)]));
  return Buffer.concat([Buffer.from([0x21, label]), ...blocks, Buffer.from([0])]);
}

/** Chunks by their names. */
export function makeWebp(...chunks: readonly (readonly [string, Buffer])[]): Buffer {
  const body = Buffer.concat(
    chunks.map(([type, data]) => {
      const head = Buffer.alloc(8);
      head.write(type, 'latin1');
      head.writeUInt32LE(data.length, 4);
      return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
    }),
  );
  const head = Buffer.alloc(12);
  head.write('RIFF', 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  head.write('WEBP', 8, 'latin1');
  return Buffer.concat([head, body]);
}

/** A picture with a comment that is compressed. */
export function packedText(text: string): Buffer {
  return makePng(pngChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(text)])));
}
