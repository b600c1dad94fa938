import * as fc from 'fast-check';
import { transcodingReader } from '../../src/view/transcode.ts';
import { assert, suite } from '../helpers/suite.ts';
import { drain, readerOf } from './expand.ts';

const test = suite('transcode');

function encode(text: string, charset: string): Buffer {
  if (charset === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (charset === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  const bytes = Buffer.from(new Uint32Array(Array.from(text, (character) => character.codePointAt(0) ?? 0)).buffer);
  return charset === 'utf-32le' ? bytes : bytes.swap32();
}

const charsets = ['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'] as const;

test('any text comes back as UTF-8, in whatever pieces it is read', async () => {
  const cases = fc.record({
    text: fc.string({ unit: 'binary', maxLength: 60 }),
    charset: fc.constantFrom(...charsets),
    piece: fc.integer({ min: 1, max: 9 }),
    later: fc.boolean(),
    marked: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ text, charset, piece, later, marked }) => {
      fc.pre(!text.startsWith('\uFEFF'));
      const bytes = encode(marked ? `\uFEFF${text}` : text, charset);
      const { bytes: given } = await drain(transcodingReader(readerOf(bytes, piece, later), charset));
      assert.is(given.toString(), text);
    }),
  );
});

test('a lone surrogate and a cut character become U+FFFD', async () => {
  const lone = Buffer.concat([Buffer.from([0x3d, 0xd8]), Buffer.from('a', 'utf16le'), Buffer.from([0x41])]);
  const { bytes } = await drain(transcodingReader(readerOf(lone, 1), 'utf-16le'));
  assert.is(bytes.toString(), '\uFFFDa\uFFFD');
  const cut = await drain(transcodingReader(readerOf(Buffer.from([0x41, 0, 0, 0, 0x41])), 'utf-32le'));
  assert.is(cut.bytes.toString(), 'A\uFFFD');
});

test('a high surrogate at the end becomes U+FFFD', async () => {
  const { bytes } = await drain(transcodingReader(readerOf(Buffer.from([0x41, 0, 0x3d, 0xd8])), 'utf-16le'));
  assert.is(bytes.toString(), 'A\uFFFD');
});

test('numbers that are no code point become U+FFFD', async () => {
  const { bytes } = await drain(transcodingReader(readerOf(Buffer.from([0xff, 0xff, 0xff, 0x7f])), 'utf-32le'));
  assert.is(bytes.toString(), '\uFFFD');
});

test('a synchronous reader stays synchronous', () => {
  const reader = transcodingReader(readerOf(Buffer.from('abc', 'utf16le'), 3), 'utf-16le');
  assert.is(reader.read(Buffer.alloc(10)), 1);
});

test('UTF-8 is passed through, and so is what close says', () => {
  const inner = { ...readerOf(Buffer.from('a')), close: () => ({ reason: 'changed' as const, detail: 'it changed' }) };
  assert.is(transcodingReader(inner, 'utf-8'), inner);
  assert.is(transcodingReader(inner, 'utf-16le').close()?.reason, 'changed');
});

test.run();
