import { crc32, gzipSync } from 'node:zlib';

/** A way of writing a text that a scan must see through. */
export interface ViewWriter {
  /** The steps of the view, outermost first. */
  readonly name: string;
  /** Ending of a file that is written so. */
  readonly ending: string;
  readonly write: (text: string) => Buffer;
}

const base64 = (text: string): string => Buffer.from(`event=sync ${text} end`).toString('base64');
const hex = (text: string): string => Buffer.from(`event=sync ${text} end`).toString('hex');

/** Characters by the escape that `of` gives for each code unit. */
function escaped(text: string, of: (code: number) => string): string {
  return Array.from(text, (char) => of(char.charCodeAt(0))).join('');
}

const pad = (code: number, width: number): string => code.toString(16).padStart(width, '0');

/** Every encoding and container that can be written here; each text is a line with a value. */
export const VIEWS: readonly ViewWriter[] = [
  { name: 'base64', ending: 'log', write: (text) => Buffer.from(`data ${base64(text)}\n`) },
  { name: 'base64 > base64', ending: 'log', write: (text) => Buffer.from(`data ${base64(base64(text))}\n`) },
  { name: 'hex', ending: 'log', write: (text) => Buffer.from(`data ${hex(text)}\n`) },
  {
    name: 'percent',
    ending: 'log',
    write: (text) => Buffer.from(`GET /?${escaped(text, (code) => `%${pad(code, 2)}`)}\n`),
  },
  {
    name: 'json-escape',
    ending: 'json',
    write: (text) => Buffer.from(`{"a":"${escaped(text, (code) => `\\u${pad(code, 4)}`)}"}`),
  },
  {
    name: 'json in json',
    ending: 'json',
    write: (text) => Buffer.from(JSON.stringify({ a: JSON.stringify({ b: text }) })),
  },
  {
    name: 'c-escape',
    ending: 'log',
    write: (text) => Buffer.from(`write(1, "${escaped(text, (code) => `\\x${pad(code, 2)}`)}", 40)\n`),
  },
  { name: 'entity', ending: 'xml', write: (text) => Buffer.from(`<a b="${escaped(text, (code) => `&#${code};`)}"/>`) },
  { name: 'utf-16le', ending: 'txt', write: (text) => Buffer.from(`\uFEFF${text}\n`, 'utf16le') },
  { name: 'utf-16be', ending: 'txt', write: (text) => Buffer.from(`\uFEFF${text}\n`, 'utf16le').swap16() },
  { name: 'gzip', ending: 'log.gz', write: (text) => gzipSync(`${text}\n`) },
  { name: 'tar', ending: 'tar', write: (text) => tarOf('a.log', Buffer.from(`${text}\n`)) },
  { name: 'gzip > tar', ending: 'tar.gz', write: (text) => gzipSync(tarOf('a.log', Buffer.from(`${text}\n`))) },
  { name: 'zip', ending: 'zip', write: (text) => zipOf('a.log', Buffer.from(`${text}\n`)) },
  { name: 'zip > gzip > base64', ending: 'zip', write: (text) => zipOf('a.gz', gzipSync(`data ${base64(text)}\n`)) },
];

/** A zip file with one stored member (PKWARE APPNOTE 4.3). */
function zipOf(name: string, data: Buffer): Buffer {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(0x21, 8);
  common.writeUInt32LE(crc32(data), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(data.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), data]);
  const directory = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
    common,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, directory, end]);
}

/** A tar file with one member (POSIX.1-2017, ustar). */
function tarOf(name: string, data: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write(name);
  header.write('0000644\0', 100);
  header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0        0', 136);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, data, Buffer.alloc(1536 - (data.length % 512))]);
}
