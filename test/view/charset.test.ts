import { bomLength, detectCharset } from '../../src/view/charset.ts';
import { assert, suite } from '../helpers/suite.ts';
import { makeTar } from '../helpers/archives.ts';

const test = suite('charset');
const text = 'level=info message="started"\r\n'.repeat(4);
const utf16le = Buffer.from(text, 'utf16le');
const utf16be = Buffer.from(utf16le).swap16();

function utf32le(value: string): Buffer {
  return Buffer.from(new Uint32Array(Array.from(value, (character) => character.codePointAt(0) ?? 0)).buffer);
}

test('byte order marks name the charset', () => {
  assert.is(detectCharset(Buffer.from('\uFEFFa', 'utf8')), 'utf-8');
  assert.is(detectCharset(Buffer.from('\uFEFFa', 'utf16le')), 'utf-16le');
  assert.is(detectCharset(Buffer.from('\uFEFFa', 'utf16le').swap16()), 'utf-16be');
  assert.is(detectCharset(utf32le('\uFEFFa')), 'utf-32le');
  assert.is(detectCharset(utf32le('\uFEFFa').swap32()), 'utf-32be');
});

test('UTF-16 and UTF-32 without a mark are known by their NULs', () => {
  assert.is(detectCharset(utf16le), 'utf-16le');
  assert.is(detectCharset(utf16be), 'utf-16be');
  assert.is(detectCharset(utf32le(text)), 'utf-32le');
  assert.is(detectCharset(utf32le(text).swap32()), 'utf-32be');
});

test('UTF-16 with some characters that are not ASCII is known', () => {
  assert.is(detectCharset(Buffer.from(`${text}größer – 100 €`, 'utf16le')), 'utf-16le');
});

test('NUL-separated arguments are no UTF-16', () => {
  assert.is(detectCharset(Buffer.from(['sh', '-c', 'x', 'a', 'b', '--flag', 'value'].join('\0') + '\0')), 'utf-8');
  assert.is(detectCharset(Buffer.from('a\0b\0c\0--long-flag\0value\0and more\0')), 'utf-8');
});

test('tar archives are no UTF-16', async () => {
  assert.is(detectCharset(await makeTar([{ name: 'a', data: 'b' }])), 'utf-8');
});

test('tables of small numbers are no UTF-16', () => {
  assert.is(detectCharset(Buffer.from(new Uint16Array(Array.from({ length: 200 }, (_, i) => i)).buffer)), 'utf-8');
  assert.is(detectCharset(Buffer.alloc(4096)), 'utf-8');
});

test('the length of the mark is given', () => {
  assert.is(bomLength(Buffer.from('\uFEFFa', 'utf8')), 3);
  assert.is(bomLength(Buffer.from('\uFEFFa', 'utf16le')), 2);
  assert.is(bomLength(utf32le('\uFEFF')), 4);
  assert.is(bomLength(Buffer.from('abc')), 0);
  assert.is(bomLength(Buffer.alloc(0)), 0);
});

test.run();
