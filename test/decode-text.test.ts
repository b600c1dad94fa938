import { decodeText } from '../src/decode-text.ts';
import { assert, suite } from './helpers/suite.ts';

const test = suite('decodeText()');

test('reads what PowerShell writes, and drops the mark', () => {
  const text = '{"a":"ü"}\r\n';
  const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
  assert.is(decodeText(little), text);
  assert.is(decodeText(Buffer.from(little).swap16()), text);
  assert.is(decodeText(Buffer.from(`\uFEFF${text}`)), text);
  assert.is(decodeText(Buffer.from(text)), text);
});

test('refuses what is neither', () => {
  assert.throws(() => decodeText(Buffer.from([0x66, 0xfc, 0x72])));
  assert.throws(() => decodeText(Buffer.from([0xff, 0xfe, 0x00])));
});

test.run();
