import { parseFileList } from '../../src/source/files-from.ts';
import { rawFromText } from '../../src/source/raw-path.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('parseFileList()');
const list = (text: string): string[] => parseFileList(Buffer.from(text));

test('takes one name a line, as it is', () => {
  assert.equal(list('a\n*.log\n -x \n\n\\t\nü'), ['a', '*.log', ' -x ', '\\t', 'ü']);
  assert.equal(list(''), []);
  assert.equal(list('\n\n'), []);
  assert.equal(list(' \n'), [' ']);
});

test('takes NUL for the separator where there is one', () => {
  assert.equal(list('a\nb\0c\0\0'), ['a\nb', 'c']);
});

test('takes CR for a part of the line end only where every line has it', () => {
  assert.equal(list('a\r\nb\r\n\r\n'), ['a', 'b']);
  assert.equal(list('a\r\nb\n'), ['a\r', 'b']);
});

test('drops a byte order mark, and reads UTF-16 that has one', () => {
  assert.equal(list('\uFEFFa\nb'), ['a', 'b']);
  const text = Buffer.from('\uFEFFa\r\nü\r\n', 'utf16le');
  assert.equal(parseFileList(text), ['a', 'ü']);
  assert.equal(parseFileList(Buffer.from(text).swap16()), ['a', 'ü']);
});

test('keeps bytes that are not UTF-8', () => {
  const [first, second] = parseFileList(Buffer.from([0x61, 0xff, 0x0a, 0xc3, 0xa4, 0xc3]));
  assert.is(rawFromText(first ?? ''), 'a\u00FF');
  assert.is(rawFromText(second ?? ''), '\u00C3\u00A4\u00C3');
});

test.run();
