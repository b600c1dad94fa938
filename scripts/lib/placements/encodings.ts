/** The ways in which programs write a text, made without the code that is tested. */
import { deflateSync, gzipSync } from 'node:zlib';
import { dumpedOf, packedString, quotedBytes, redisOf } from '../../../src/selftest/redis.ts';
import { intelHexOf } from '../../../src/selftest/views.ts';
import { motorolaOf } from '../../../test/helpers/hex-records.ts';
import { lzStringOf } from '../../../test/helpers/lz-string.ts';
import type { Random } from './random.ts';

/** One way of writing. */
export interface Encoding {
  readonly name: string;
  /** What it may stand round: a text, or any bytes. */
  readonly takes: 'text' | 'bytes';
  /** It stands but once in a placement. */
  readonly once?: true;
  /** It is all of a file: no other one stands round it. */
  readonly isFile?: true;
  /** Inside another encoding it stands round ASCII alone. */
  readonly isAsciiInside?: true;
  /** What it gives: digits of an alphabet, lines that hold nothing else, another text, or bytes that are no text. */
  readonly gives: 'digits' | 'lines' | 'text' | 'bytes';
  write(bytes: Buffer, random: Random): string | Buffer;
}

const hexOf = (byte: number, width = 2): string => byte.toString(16).padStart(width, '0');

/** Lines of `width` characters. */
function inLines(text: string, width: number, lineBreak: string): string {
  return (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join(lineBreak);
}

function base64Of(
  name: string,
  spell: (base64: string, random: Random) => string,
  gives: Encoding['gives'] = 'digits',
): Encoding {
  return { name, takes: 'bytes', gives, write: (bytes, random) => spell(bytes.toString('base64'), random) };
}

function urlSafe(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_');
}

/** Digits of five bits (RFC 4648, section 6). */
function base32Of(bytes: Buffer): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const digits = (bits.match(/.{1,5}/g) ?? []).map((five) => Number.parseInt(five.padEnd(5, '0'), 2));
  const text = digits.map((digit) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[digit]).join('');
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=');
}

/** All bytes as escapes. */
function eachByte(name: string, spell: (byte: number) => string, between = ''): Encoding {
  return {
    name,
    takes: 'bytes',
    gives: 'text',
    write: (bytes) => Array.from(bytes, (byte) => spell(byte)).join(between),
  };
}

/** A text with what must be escaped, and now and then another character. */
function inPart(name: string, must: RegExp, spell: (one: string) => string): Encoding {
  return {
    name,
    takes: 'text',
    gives: 'text',
    write: (bytes, random) =>
      Array.from(bytes.toString(), (one) => (must.test(one) || random.int(4) === 0 ? spell(one) : one)).join(''),
  };
}

/** A text, whole, as a format writes it. */
function textOf(name: string, write: (text: string, random: Random) => string): Encoding {
  return { name, takes: 'text', gives: 'text', write: (bytes, random) => write(bytes.toString(), random) };
}

const bytesOf = (one: string, spell: (byte: number) => string): string =>
  Array.from(Buffer.from(one), (byte) => spell(byte)).join('');
const units = (one: string): string =>
  Array.from({ length: one.length }, (_, at) => `\\u${hexOf(one.charCodeAt(at), 4)}`).join('');
const percent = (byte: number): string => `%${hexOf(byte).toUpperCase()}`;
const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Says what an escape alone does not say. */
const QUOTED_HEAD = 'Content-Transfer-Encoding: quoted-printable\n\n';

/** RFC 2045, section 6.7: lines of 76 characters at most, with soft breaks. */
function quotedPrintable(text: string): string {
  const spelled = Array.from(text, (one) =>
    /^[!-<>-~ \n]$/.test(one) ? one : bytesOf(one, (byte) => `=${hexOf(byte).toUpperCase()}`),
  );
  let line = '';
  let out = '';
  for (const one of spelled) {
    if (one !== '\n' && line.length + one.length > 75) {
      out += `${line}=\n`;
      line = '';
    }
    line += one;
    if (one === '\n') {
      out += line;
      line = '';
    }
  }
  out += line;
  return /=[0-9A-F]{2}/.test(out) && !/=3D|=20\n|.{66,75}=\n/.test(out) ? QUOTED_HEAD + out : out;
}

/** Encodings in which values stand in evidence. */
export const ENCODINGS: readonly Encoding[] = [
  base64Of('base64', (text) => text),
  base64Of('base64 without padding', (text) => text.replace(/=+$/, '')),
  base64Of('base64url', (text) => urlSafe(text)),
  base64Of('base64url without padding', (text) => urlSafe(text).replace(/=+$/, '')),
  base64Of('base64 in lines of 76', (text, random) => inLines(text, 76, random.pick(['\n', '\r\n'])), 'lines'),
  base64Of('base64 in lines of 64', (text, random) => inLines(text, 64, random.pick(['\n', '\n    '])), 'lines'),
  { name: 'hex', takes: 'bytes', gives: 'digits', write: (bytes) => bytes.toString('hex') },
  { name: 'HEX', takes: 'bytes', gives: 'digits', write: (bytes) => bytes.toString('hex').toUpperCase() },
  eachByte('pairs of hex', hexOf, ' '),
  eachByte('pairs of HEX with colons', (byte) => hexOf(byte).toUpperCase(), ':'),
  { name: 'base32', takes: 'bytes', gives: 'digits', write: base32Of },
  eachByte('percent, all', percent),
  inPart('percent', /[^\w.~-]/, (one) => bytesOf(one, percent)),
  inPart('percent, lower case', /[^\w.~-]/, (one) => bytesOf(one, (byte) => `%${hexOf(byte)}`)),
  textOf('percent, twice', (text) => encodeURIComponent(encodeURIComponent(text))),
  textOf('JSON', (text) => JSON.stringify(text)),
  textOf('JSON in JSON', (text) => JSON.stringify(JSON.stringify({ a: text }))),
  inPart('JSON, units', /["\\\p{Cc}]/u, units),
  textOf('JSON, all units', (text) => units(text)),
  textOf('XML', (text) => text.replace(/[&<>"']/g, (one) => NAMED[one] as string)),
  inPart('XML, decimal', /[&<>"']/, (one) => `&#${one.codePointAt(0)};`),
  inPart('XML, hexadecimal', /[&<>"']/, (one) => `&#x${hexOf(one.codePointAt(0) ?? 0, 1)};`),
  textOf('XML, all decimal', (text) => Array.from(text, (one) => `&#${one.codePointAt(0)};`).join('')),
  inPart('XML, underscores', /[_&<>"']/, (one) => units(one).replace(/\\u(\w{4})/g, '_x$1_')),
  inPart('CSS', /["'\\\p{Cc}]/u, (one) => `\\${hexOf(one.codePointAt(0) ?? 0, 6)} `),
  textOf('CSS, all with blanks', (text) =>
    Array.from(text, (one) => `\\${hexOf(one.codePointAt(0) ?? 0, 4)} `).join(''),
  ),
  textOf('lz-string', (text) => `https://play.example.org/?a=1#code/${lzStringOf(text)}`),
  { ...textOf('quoted-printable', quotedPrintable), gives: 'lines', once: true },
  eachByte('C, all hexadecimal', (byte) => `\\x${hexOf(byte)}`),
  eachByte('C, all octal', (byte) => `\\${byte.toString(8).padStart(3, '0')}`),
  inPart('C, octal', /["'\\\p{Cc}]/u, (one) => bytesOf(one, (byte) => `\\${byte.toString(8).padStart(3, '0')}`)),
  // Inside other quotes a shell takes these for characters of a value.
  {
    ...textOf('shell, single quotes', (text) => `'${text.replaceAll("'", "'\\''")}'`),
    gives: 'lines',
  },
  {
    ...textOf(
      'shell, ANSI quotes',
      (text) =>
        `$'${text
          .replace(/['\\]/g, '\\$&')
          .replace(/\n/g, '\\n')
          .replace(/[^\n -~]/g, (one) => bytesOf(one, (byte) => `\\x${hexOf(byte)}`))}'`,
    ),
    gives: 'lines',
  },
  {
    name: 'UTF-16LE',
    takes: 'text',
    gives: 'bytes',
    isAsciiInside: true,
    write: (bytes) => Buffer.from(bytes.toString(), 'utf16le'),
  },
  {
    name: 'UTF-16BE',
    takes: 'text',
    gives: 'bytes',
    isAsciiInside: true,
    write: (bytes) => Buffer.from(bytes.toString(), 'utf16le').swap16(),
  },
  {
    name: 'list of bytes',
    takes: 'bytes',
    gives: 'text',
    write: (bytes, random) =>
      random.pick([`[${[...bytes].join(', ')}]`, `{${[...bytes].join(',')}}`, `[${[...bytes].join(' ')}]`]),
  },
  // Records and snapshots are told by how a text begins.
  { name: 'Intel HEX', takes: 'bytes', gives: 'bytes', isFile: true, write: (bytes) => intelHexOf(bytes) },
  { name: 'SREC', takes: 'bytes', gives: 'bytes', isFile: true, write: (bytes) => motorolaOf(bytes, 2, 3) },
  {
    name: 'Redis',
    takes: 'bytes',
    gives: 'bytes',
    isFile: true,
    write: (bytes) => redisOf('key', packedString(bytes)),
  },
  {
    name: 'Redis, dumped',
    takes: 'bytes',
    gives: 'text',
    write: (bytes) => quotedBytes(dumpedOf(0, packedString(bytes))),
  },
  { name: 'gzip', takes: 'bytes', gives: 'bytes', write: (bytes) => gzipSync(bytes) },
  { name: 'zlib', takes: 'bytes', gives: 'bytes', write: (bytes) => deflateSync(bytes) },
];
