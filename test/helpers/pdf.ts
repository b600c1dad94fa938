/** PDF files for tests, built in memory; no table of objects, which the reader does not need. */
import { deflateSync } from 'node:zlib';

/** An object of a file: its dictionary without the brackets, and its stream's data. */
export interface PdfObjectSpec {
  readonly dictionary: string;
  readonly data?: Buffer | string;
  /** What the dictionary says of the data's length, where it is wrong. */
  readonly length?: number;
}

/** Objects by number from 1 on, between a header and a trailer. */
export function makePdf(objects: readonly PdfObjectSpec[], trailer = '/Root 1 0 R'): Buffer {
  const parts = objects.map(({ dictionary, data, length }, index) => {
    if (data === undefined) return Buffer.from(`${index + 1} 0 obj\n<<${dictionary}>>\nendobj\n`, 'latin1');
    const bytes = Buffer.from(data);
    const head = `${index + 1} 0 obj\n<<${dictionary} /Length ${length ?? bytes.length}>>\nstream\n`;
    return Buffer.concat([Buffer.from(head, 'latin1'), bytes, Buffer.from('\nendstream\nendobj\n')]);
  });
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), ...parts, Buffer.from(`trailer\n<<${trailer}>>\n%%EOF\n`)]);
}

/** A page that shows `content`, deflated, as object 3 with font F1 of `font` in object 4. */
export function makePage(content: string, font: string, ...more: readonly PdfObjectSpec[]): Buffer {
  return makePdf([
    { dictionary: '/Type /Catalog /Pages 2 0 R' },
    { dictionary: '/Type /Page /Resources << /Font << /F1 4 0 R >> >> /Contents [3 0 R]' },
    { dictionary: '/Filter /FlateDecode', data: deflateSync(Buffer.from(content, 'latin1')) },
    { dictionary: font },
    ...more,
  ]);
}

/** Codes of 9 bits with a reset before the table outgrows them. */
export function lzwOf(data: Buffer): Buffer {
  let bits = '';
  for (const [index, byte] of data.entries()) {
    if (index % 200 === 0) bits += (256).toString(2).padStart(9, '0');
    bits += byte.toString(2).padStart(9, '0');
  }
  bits += (257).toString(2).padStart(9, '0');
  const bytes = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

/** ASCII base 85 of data. */
export function ascii85Of(data: Buffer): string {
  let text = '';
  for (let at = 0; at < data.length; at += 4) {
    const group = data.subarray(at, at + 4);
    const padded = Buffer.concat([group, Buffer.alloc(4 - group.length)]);
    let value = padded.readUInt32BE(0);
    if (value === 0 && group.length === 4) {
      text += 'z';
      continue;
    }
    let digits = '';
    for (let i = 0; i < 5; i++) {
      digits = String.fromCharCode(33 + (value % 85)) + digits;
      value = Math.floor(value / 85);
    }
    text += digits.slice(0, group.length + 1);
  }
  return `${text}~>`;
}
