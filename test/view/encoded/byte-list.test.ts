import * as fc from 'fast-check';
import { Budget } from '../../../src/view/budget.ts';
import { decodedViews, type DecodedView } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('lists of bytes');

function lists(text: string): DecodedView[] {
  const bytes = Buffer.from(text);
  const range = { start: 0, end: bytes.length };
  const all = decodedViews(bytes, range, { budget: new Budget(0), onSkip: () => undefined });
  return [...all].filter(({ kind }) => kind === 'byte-list');
}

const WAYS: Readonly<Record<string, (bytes: readonly number[]) => string>> = {
  'a buffer in JSON': (bytes) => JSON.stringify({ type: 'Buffer', data: bytes }),
  'an array of bytes in JSON': (bytes) => JSON.stringify({ data: new Uint8Array(bytes) }),
  'the same, indented': (bytes) => JSON.stringify({ data: new Uint8Array(bytes) }, null, 2),
  'indented JSON': (bytes) => JSON.stringify({ data: bytes }, null, 8),
  'a slice of Go': (bytes) => `[]byte{${bytes.map((byte) => `0x${byte.toString(16)}`).join(', ')}}`,
  'xxd -i': (bytes) => `unsigned char a[] = {\n  ${bytes.map((byte) => `0x${byte.toString(16)}`).join(',\n  ')}\n};`,
  'a capture written as C': (bytes) =>
    `{\n${bytes.map((byte, at) => `0x${byte.toString(16)}${at % 8 === 7 ? ', /* ........ */\n' : ', '}`).join('')}\n};`,
  'what Go prints of a slice': (bytes) => `body=[${bytes.join(' ')}] size=${bytes.length}`,
  'a message of the journal': (bytes) => `{"MESSAGE":[${bytes.join(',')}],"_PID":"1"}`,
};

for (const [name, write] of Object.entries(WAYS)) {
  test(`a text in ${name} is read and mapped back, wherever it stands`, () => {
    const text = fc.string({ unit: 'grapheme-ascii', minLength: 16, maxLength: 80 });
    fc.assert(
      fc.property(text, fc.nat(60), (value, before) => {
        const written = `${'- '.repeat(before)}${write([...Buffer.from(value)])}`;
        const view = lists(written).find(({ bytes }) => bytes.toString() === value);
        assert.ok(view, written);
        const { start, end } = view.toOuter({ start: 1, end: 2 });
        assert.is(Number(written.slice(start, end)), value.charCodeAt(1));
      }),
    );
  });
}

test('a number at the end of the line above is no part of a list', () => {
  const bytes = [...Buffer.from('an ordinary text')];
  assert.equal(
    lists(`id 7f\n${bytes.join(', ')}\n`).map((view) => view.bytes.toString()),
    ['an ordinary text'],
  );
});

test('numbers that are no text, no bytes or too few give no view', () => {
  for (const numbers of [Array.from({ length: 40 }, (_, i) => i), Array(40).fill(300), [104, 105, 33]])
    assert.equal(lists(JSON.stringify(numbers)), []);
  assert.equal(lists(`[${'104 105, '.repeat(20)}]`), []);
  assert.equal(lists(`[${'104  105 '.repeat(20)}]`), []);
  assert.equal(lists('1.5, 2.5, 3.5, 4.5, '.repeat(20)), []);
});

test('a list goes on where the next number is none', () => {
  const bytes = [...Buffer.from('an ordinary text of some length')];
  assert.equal(lists(`${bytes.join(', ')}, x, ${bytes.join(', ')}`).length, 2);
});

test.run();
