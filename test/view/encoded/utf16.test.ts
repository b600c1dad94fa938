import { Budget } from '../../../src/view/budget.ts';
import { decodedViews } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('utf16Views()');

function textsIn(bytes: Buffer): string[] {
  const range = { start: 0, end: bytes.length };
  return [...decodedViews(bytes, range, { budget: new Budget(bytes.length), onSkip: () => undefined })]
    .filter(({ kind }) => kind === 'utf16')
    .map((view) => view.bytes.toString());
}

test('the length in front of the next string of a table is no end of the one before', () => {
  const texts = [`${'Ab0+/'.repeat(8)}==`, 'core.windows.test'];
  const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = texts.map((text) => Buffer.from(text, 'utf16le'));
  const table = Buffer.concat([Buffer.from([0x80, 0xb0]), first, Buffer.from('*'), second, Buffer.from([1, 2])]);
  assert.equal(textsIn(table), texts);
});

test('a row that is too short does not take its last character from the one behind it', () => {
  const short = Buffer.from('too short', 'utf16le');
  const long = Buffer.from('a row that is long enough', 'utf16le');
  assert.equal(textsIn(Buffer.concat([short, long.subarray(0, 1), long])), ['a row that is long enough']);
});

test.run();
