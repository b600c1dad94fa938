/** Encodings that fixture templates put round a value, by name. Text in, text out; bytes are latin1 characters. */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { zipOf } from './fixture-archives.ts';

/** One encoding. `unit` tells how places move through it. */
interface Encoding {
  /**
   * `character`: the encoding of a text is that of its characters, one after the other, so that places move exactly;
   * `bytes`: places inside are known only where the place begins the text;
   * `container`: the text is a blob of its own, and no place outside speaks of it.
   */
  readonly unit: 'character' | 'bytes' | 'container';
  encode(text: string, argument: string): string;
}

const each = (encodeOne: (unit: string) => string): Encoding => ({
  unit: 'character',
  encode: (text) => Array.from(text, encodeOne).join(''),
});
const bytesOf = (text: string): Buffer => Buffer.from(text, /[^\0-\u00FF]/.test(text) ? 'utf8' : 'latin1');
const codeOf = (unit: string): number => unit.codePointAt(0) ?? 0;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Encodings by the name that templates use. */
export const ENCODINGS: Readonly<Record<string, Encoding>> = {
  base64: { unit: 'bytes', encode: (text) => bytesOf(text).toString('base64') },
  base64url: { unit: 'bytes', encode: (text) => bytesOf(text).toString('base64url') },
  hex: { unit: 'character', encode: (text) => bytesOf(text).toString('hex') },
  HEX: { unit: 'character', encode: (text) => bytesOf(text).toString('hex').toUpperCase() },
  percent: each((unit) => (/[\w.~-]/.test(unit) ? unit : percentOf(unit))),
  'percent-all': each((unit) => percentOf(unit)),
  'percent-lower': each((unit) => percentOf(unit).toLowerCase()),
  json: each((unit) => JSON.stringify(unit).slice(1, -1)),
  'json-u': each((unit) => `\\u${codeOf(unit).toString(16).padStart(4, '0')}`),
  'c-hex': each((unit) => `\\x${codeOf(unit).toString(16).padStart(2, '0')}`),
  xml: each((unit) => ENTITIES[unit] ?? unit),
  'xml-decimal': each((unit) => `&#${codeOf(unit)};`),
  'xml-hex': each((unit) => `&#x${codeOf(unit).toString(16)};`),
  utf16le: { unit: 'character', encode: (text) => Buffer.from(text, 'utf16le').toString('latin1') },
  gzip: { unit: 'container', encode: (text) => gzipSync(bytesOf(text)).toString('latin1') },
  deflate: { unit: 'container', encode: (text) => deflateSync(bytesOf(text)).toString('latin1') },
  'deflate-raw': { unit: 'bytes', encode: (text) => deflateRawSync(bytesOf(text)).toString('latin1') },
  brotli: { unit: 'bytes', encode: (text) => brotliCompressSync(bytesOf(text)).toString('latin1') },
  zip: {
    unit: 'container',
    encode: (text, name) => zipOf([{ name, data: Buffer.from(text) }]).toString('latin1'),
  },
  split: { unit: 'bytes', encode: (text, size) => text.replace(new RegExp(`.{${Number(size)}}(?!$)`, 'g'), '$&\n') },
  cut: { unit: 'bytes', encode: cutAt },
  hexdump: { unit: 'bytes', encode: (text) => dumpOf(bytesOf(text)) },
  splice: {
    unit: 'bytes',
    encode: (text, argument) => {
      const colon = argument.indexOf(':');
      const pieces = text.match(new RegExp(`.{1,${Number(argument.slice(0, colon))}}`, 'gs')) ?? [];
      return pieces.join(argument.slice(colon + 1));
    },
  },
  prefix: { unit: 'bytes', encode: (text, prefix) => prefix + text },
  suffix: { unit: 'bytes', encode: (text, suffix) => text + suffix },
  'prefix-lines': { unit: 'bytes', encode: (text, prefix) => text.replaceAll('\n', `\n${prefix}`) },
  trim: { unit: 'bytes', encode: (text) => text.trim() },
};

function percentOf(unit: string): string {
  return [...Buffer.from(unit)].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');
}

/** `<n>:<text>`: the text put in behind n characters, with the escapes of JSON. */
function cutAt(text: string, argument: string): string {
  const [count = '', ...rest] = argument.split(':');
  const at = Number(count);
  return text.slice(0, at) + (JSON.parse(`"${rest.join(':')}"`) as string) + text.slice(at);
}

/** As `hexdump -C` prints it. */
function dumpOf(bytes: Buffer): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const part = bytes.subarray(at, at + 16);
    const pairs = Array.from(part, (byte) => byte.toString(16).padStart(2, '0'));
    const columns = `${pairs.slice(0, 8).join(' ')}  ${pairs.slice(8).join(' ')}`.padEnd(48);
    const letters = part.toString('latin1').replaceAll(/[^ -~]/g, '.');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${columns}  |${letters}|`);
  }
  return lines.join('\n');
}
