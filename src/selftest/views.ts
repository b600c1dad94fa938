import { gzipSync } from 'node:zlib';
import { tarOf, zipOf } from './archives.ts';
import { ARMOURS } from './armours.ts';
import { CUTS } from './cuts.ts';
import { FORMATS } from './formats.ts';
import { valueOf, type ViewWriter } from './view-writer.ts';

const base64 = (text: string): string => Buffer.from(`event=sync ${text} end`).toString('base64');
const hex = (text: string): string => Buffer.from(`event=sync ${text} end`).toString('hex');

/** Characters replaced by the escape that `of` returns for each code unit. */
function escaped(text: string, of: (code: number) => string): string {
  return Array.from(text, (char) => of(char.charCodeAt(0))).join('');
}

const pad = (code: number, width: number): string => code.toString(16).padStart(width, '0');

/** Strings preceded by tag and length, as in compiled Python: the tag of the second one adjoins the first. */
function packed(text: string): Buffer {
  return Buffer.concat(
    [valueOf(text), 'end'].map((part) => Buffer.from(`z${String.fromCharCode(part.length)}${part}`, 'latin1')),
  );
}

/** Intel HEX records of 16 bytes, for a text or data. */
export function intelHexOf(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text as string);
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const part = bytes.subarray(at, at + 16);
    const record = [part.length, at >> 8, at & 0xff, 0, ...part];
    const sum = -record.reduce((total, byte) => total + byte, 0) & 0xff;
    lines.push(
      `:${Buffer.from([...record, sum])
        .toString('hex')
        .toUpperCase()}\n`,
    );
  }
  return Buffer.from(`${lines.join('')}:00000001FF\n`);
}

/** Every encoding and container that can be written here; each text is a line with a value. */
export const VIEWS: readonly ViewWriter[] = [
  { name: 'base64', ending: 'log', write: (text) => Buffer.from(`data ${base64(text)}\n`) },
  { name: 'base64 > base64', ending: 'log', write: (text) => Buffer.from(`data ${base64(base64(text))}\n`) },
  { name: 'hex', ending: 'log', write: (text) => Buffer.from(`data ${hex(text)}\n`) },
  {
    name: 'hex in pairs',
    ending: 'log',
    write: (text) => Buffer.from(`data ${hex(text).replace(/..(?=.)/g, '$&:')}\n`),
  },
  {
    name: 'utf-16 inside of a text',
    ending: 'log',
    write: (text) => Buffer.concat([Buffer.from('started\n'.repeat(64)), Buffer.from(`${text}\n`, 'utf16le')]),
  },
  { name: 'strings', ending: 'dat', write: (text) => packed(text) },
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
  {
    name: 'xml-escape',
    ending: 'xml',
    write: (text) => Buffer.from(`<S S="Error">${escaped(text, (code) => `_x${pad(code, 4)}_`)}_x000D__x000A_</S>`),
  },
  {
    name: 'css-escape',
    ending: 'css',
    write: (text) => Buffer.from(`a::after { content: '${escaped(text, (code) => `\\${pad(code, 4)} `)}' }\n`),
  },
  { name: 'hex-records', ending: 'hex', write: intelHexOf },
  { name: 'byte-list', ending: 'log', write: (text) => Buffer.from(`body: [${[...Buffer.from(text)].join(', ')}]\n`) },
  {
    name: 'byte-list with keys',
    ending: 'json',
    write: (text) => Buffer.from(JSON.stringify({ body: new Uint8Array(Buffer.from(text)) })),
  },
  { name: 'utf-16le', ending: 'txt', write: (text) => Buffer.from(`\uFEFF${text}\n`, 'utf16le') },
  { name: 'utf-16be', ending: 'txt', write: (text) => Buffer.from(`\uFEFF${text}\n`, 'utf16le').swap16() },
  { name: 'gzip', ending: 'log.gz', write: (text) => gzipSync(`${text}\n`) },
  { name: 'tar', ending: 'tar', write: (text) => tarOf('a.log', Buffer.from(`${text}\n`)) },
  { name: 'gzip > tar', ending: 'tar.gz', write: (text) => gzipSync(tarOf('a.log', Buffer.from(`${text}\n`))) },
  { name: 'zip', ending: 'zip', write: (text) => zipOf('a.log', Buffer.from(`${text}\n`)) },
  { name: 'zip > gzip > base64', ending: 'zip', write: (text) => zipOf('a.gz', gzipSync(`data ${base64(text)}\n`)) },
  ...ARMOURS,
  ...CUTS,
  ...FORMATS,
];
