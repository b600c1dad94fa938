/** Encodings that fixture templates put round a value, by name. Text in, text out; bytes are latin1 characters. */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { ARMOURS } from '../../src/selftest/armours.ts';
import { makePcap, makePcapng, segmentsOf } from './capture.ts';
import { zipOf } from './fixture-archives.ts';
import { motorolaOf } from './hex-records.ts';
import { lzStringOf } from './lz-string.ts';
import { makePlist, type PlistSpec } from './plist.ts';
import { makeDatabase, makeWal } from './sqlite.ts';
import { dumpedOf, packedString, quotedBytes, redisOf } from '../../src/selftest/redis.ts';
import { intelHexOf } from '../../src/selftest/views.ts';

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
  'xml-escape': each((unit) => `_x${codeOf(unit).toString(16).padStart(4, '0').toUpperCase()}_`),
  utf16le: { unit: 'character', encode: (text) => Buffer.from(text, 'utf16le').toString('latin1') },
  gzip: { unit: 'container', encode: (text) => gzipSync(bytesOf(text)).toString('latin1') },
  deflate: { unit: 'container', encode: (text) => deflateSync(bytesOf(text)).toString('latin1') },
  'deflate-raw': { unit: 'bytes', encode: (text) => deflateRawSync(bytesOf(text)).toString('latin1') },
  brotli: { unit: 'bytes', encode: (text) => brotliCompressSync(bytesOf(text)).toString('latin1') },
  zip: {
    unit: 'container',
    encode: (text, name) => zipOf([{ name, data: Buffer.from(text) }]).toString('latin1'),
  },
  pcap: {
    unit: 'container',
    encode: (text, size) => makePcap(segmentsOf(bytesOf(text), Number(size))).toString('latin1'),
  },
  pcapng: {
    unit: 'container',
    encode: (text, size) => makePcapng(segmentsOf(bytesOf(text), Number(size))).toString('latin1'),
  },
  bplist: { unit: 'container', encode: (text) => makePlist(JSON.parse(text) as PlistSpec).toString('latin1') },
  redis: { unit: 'container', encode: (text, key) => redisOf(key, packedString(text)).toString('latin1') },
  'redis-dump': { unit: 'bytes', encode: (text) => quotedBytes(dumpedOf(0, packedString(text))) },
  'lz-string': { unit: 'bytes', encode: lzStringOf },
  plantuml: { unit: 'bytes', encode: plantumlOf },
  'model-stream': { unit: 'bytes', encode: streamOf },
  srec: { unit: 'bytes', encode: (text) => motorolaOf(text, 2, 3) },
  'intel-hex': { unit: 'bytes', encode: (text) => intelHexOf(text).toString() },
  'sqlite-wal': {
    unit: 'container',
    encode: (text, argument) => {
      const [table = '', columns = ''] = argument.split(':');
      const rows = text.split('\n').map((row) => row.split('|'));
      return makeWal(makeDatabase(table, columns, rows), [1, 2]).toString('latin1');
    },
  },
  armour: { unit: 'bytes', encode: armoured },
  wide: { unit: 'bytes', encode: (text) => Buffer.from(text, 'utf16le').toString('latin1') },
  'byte-list': { unit: 'bytes', encode: (text, mark) => [...bytesOf(text)].join(mark === '' ? ' ' : mark) },
  unescape: {
    unit: 'bytes',
    encode: (text) =>
      text
        .trim()
        .replace(/\\x(?<code>[0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  },
  'hex-pairs': { unit: 'bytes', encode: pairsOf },
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

/** An event of OpenAI's completions with a piece of a text. */
function eventOf(content: string): string {
  const delta = { object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content } }] };
  return `data: ${JSON.stringify(delta)}\n\n`;
}

/** Events with so many characters each. */
function streamOf(text: string, size: string): string {
  const pieces = text.match(new RegExp(`.{1,${Number(size)}}`, 'gs')) ?? [];
  return pieces.map((piece) => eventOf(piece)).join('');
}

const BASE64_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PLANTUML_DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_';

/** As addresses of PlantUML have a diagram: deflated, in digits of their own order. */
function plantumlOf(text: string): string {
  const digits = deflateRawSync(bytesOf(text)).toString('base64').replace(/=+$/, '');
  return Array.from(digits, (digit) => PLANTUML_DIGITS[BASE64_DIGITS.indexOf(digit)]).join('');
}

/** As one of the writers of the selftest has it. */
function armoured(text: string, kind: string): string {
  const writer = ARMOURS.find(({ name }) => name === kind);
  if (writer === undefined) throw new Error(`no armour '${kind}'`);
  return writer.write(text).toString('latin1');
}

/** Pairs of digits with commas, so many on a line that ends with a backslash. */
function pairsOf(text: string, size: string): string {
  const pairs = bytesOf(text).toString('hex').match(/../g) ?? [];
  return pairs.map((pair, at) => (at > 0 && at % Number(size) === 0 ? `\\\r\n  ${pair}` : pair)).join(',');
}

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
