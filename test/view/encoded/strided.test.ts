import * as fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { Budget } from '../../../src/view/budget.ts';
import { decodedViews } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('rows of groups and characters');
const TEXT = 'login: anna, word: sesam-öffne-dich-1234';
const KINDS: ReadonlySet<string> = new Set(['hex', 'base64', 'base32', 'characters']);

function textsIn(text: string | Buffer): string[] {
  const bytes = Buffer.from(text);
  const range = { start: 0, end: bytes.length };
  return [...decodedViews(bytes, range, { budget: new Budget(bytes.length), onSkip: () => undefined })]
    .filter(({ kind }) => KINDS.has(kind))
    .map((view) => view.bytes.toString());
}

const inGroups = (digits: string, width: number, between: string): string =>
  (digits.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join(between);
/** What stands around a row, long enough for the pass over large texts to be asked as well. */
const LOG = 'a line of a log that says nothing at all, nor does the next one 12:30:01\n'.repeat(3000);

test('base64 and hexadecimal digits in groups are read, whatever white space parts them', () => {
  const [base64, hex] = [Buffer.from(TEXT).toString('base64'), Buffer.from(TEXT).toString('hex')];
  for (const between of [' ', '\n', '\t'])
    for (const width of [4, 8])
      for (const digits of [base64.replace(/=+$/, ''), hex]) {
        const row = inGroups(digits, width, between);
        assert.equal(textsIn(row), [TEXT], JSON.stringify([width, between]));
        assert.equal(textsIn(`${LOG}${row}\n${LOG}`), [TEXT], JSON.stringify([width, between]));
        const [among] = textsIn(`the groups and more ${row}\nend.\n`);
        assert.ok(among?.includes(TEXT.slice(0, 38)), JSON.stringify([width, between]));
      }
});

test('characters and pairs of digits between commas are read, in quotation marks or not', () => {
  const ascii = TEXT.replace('ö', 'oe');
  const pairs = Array.from(Buffer.from(ascii), (byte) => byte.toString(16));
  const written = [
    JSON.stringify(ascii.split('')),
    `{'${ascii.split('').join("', '")}'}`,
    JSON.stringify(pairs),
    pairs.join(', '),
  ];
  for (const list of written) {
    assert.equal(textsIn(`x = ${list};`), [ascii], list.slice(0, 20));
    assert.equal(textsIn(`${LOG}x = ${list};\n${LOG}`), [ascii], list.slice(0, 20));
  }
});

test('a place of the text leads back to its characters', () => {
  const bytes = Buffer.from(`data: ${inGroups(Buffer.from(TEXT).toString('hex'), 4, ' ')} end`);
  const range = { start: 0, end: bytes.length };
  const [view] = decodedViews(bytes, range, { budget: new Budget(bytes.length), onSkip: () => undefined });
  const at = TEXT.indexOf('anna');
  const { start, end } = view?.toOuter({ start: at, end: at + 4 }) ?? { start: 0, end: 0 };
  assert.is(bytes.toString('latin1', start, end).replaceAll(' ', ''), Buffer.from('anna').toString('hex'));
});

test('words of four letters, numbers and mappings of sources are none', () => {
  const words = 'that this with from they have been will were what when your more than some time very them only then';
  assert.equal(textsIn(words), []);
  assert.equal(textsIn(Array.from({ length: 60 }, (_, index) => 1000 + index * 37).join(' ')), []);
  assert.equal(textsIn(Array.from({ length: 60 }, (_, index) => 10 + index).join(', ')), []);
  assert.equal(textsIn('GAAG,cAAc,CAAC,EAAE,'.repeat(20)), []);
});

test('a text that was spread in an object is read, as JSON has it and as Node prints it', () => {
  const text = 'pass "word" \\ of an object';
  const object = Object.fromEntries(text.split('').entries());
  const inspected = `{ ${text
    .split('')
    .map((one, index) => `'${index}': ${one === "'" ? `"'"` : `'${one === '\\' ? '\\\\' : one}'`}`)
    .join(', ')} }`;
  for (const written of [JSON.stringify(object), JSON.stringify(object).replace('{', '{"level":"info",'), inspected])
    assert.equal(textsIn(`${LOG}${written}\n${LOG}`), [text], written.slice(0, 30));
  assert.equal(textsIn(JSON.stringify(object, undefined, 2)), [text]);
  assert.equal(textsIn(JSON.stringify({ 0: 'a', 1: 'b', 2: 'c' }).repeat(300)), []);
});

test('lines of base64 in a list of strings are one text', () => {
  const packed = gzipSync(Buffer.from(LOG.slice(0, 400) + TEXT)).toString('base64');
  for (const width of [24, 30, 76])
    for (const space of [undefined, 1]) {
      const lines = packed.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
      const bytes = Buffer.from(JSON.stringify({ data: lines, next: 'x' }, undefined, space));
      const range = { start: 0, end: bytes.length };
      const views = [...decodedViews(bytes, range, { budget: new Budget(bytes.length), onSkip: () => undefined })];
      assert.ok(
        views.some((view) => view.container && view.bytes.equals(Buffer.from(packed, 'base64'))),
        `${width} ${space}`,
      );
    }
});

test('names of members are no lines of the value in front of them', () => {
  const value = Buffer.from('a value of thirty-six characters ...').toString('base64');
  assert.equal(textsIn(JSON.stringify({ text: value, encoding: 'base64' })), textsIn(JSON.stringify([value])));
});

test('never throws', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('"', "'", ',', ' ', 'a', '4', '"0":"a"', '\n', ':', '\\', '41', 'cGFz'), {
        maxLength: 300,
      }),
      (parts) => {
        textsIn(parts.join(''));
      },
    ),
    { numRuns: 300 },
  );
});

test.run();
