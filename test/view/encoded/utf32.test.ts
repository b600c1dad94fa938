import { Budget } from '../../../src/view/budget.ts';
import { decodedViews } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('utf32Views()');
const NOISE = Buffer.from(Array.from({ length: 40 }, (_, index) => 0x80 + ((index * 83) % 128)));

function wide(text: string, order: 'le' | 'be'): Buffer {
  const units = Buffer.alloc(text.length * 4);
  for (let i = 0; i < text.length; i++)
    if (order === 'le') units.writeUInt32LE(text.charCodeAt(i), i * 4);
    else units.writeUInt32BE(text.charCodeAt(i), i * 4);
  return units;
}

function viewsIn(bytes: Buffer): { readonly text: string; readonly outer: string }[] {
  const range = { start: 0, end: bytes.length };
  return [...decodedViews(bytes, range, { budget: new Budget(bytes.length), onSkip: () => undefined })]
    .filter(({ kind }) => kind === 'utf32')
    .map((view) => {
      const { start, end } = view.toOuter({ start: 0, end: view.bytes.length });
      return { text: view.bytes.toString(), outer: bytes.toString('hex', start, end) };
    });
}

test('rows of either order are read at any place of other data, with all their bytes', () => {
  for (const order of ['le', 'be'] as const)
    for (let shift = 0; shift < 9; shift++) {
      const row = wide('TOKEN=abc123', order);
      const bytes = Buffer.concat([NOISE.subarray(shift), row, NOISE]);
      assert.equal(viewsIn(bytes), [{ text: 'TOKEN=abc123', outer: row.toString('hex') }], `${order} ${shift}`);
    }
});

test('eleven characters are none, nor are numbers of four bytes that are no text', () => {
  assert.equal(viewsIn(Buffer.concat([NOISE, wide('TOKEN=abc12', 'le'), NOISE])), []);
  const numbers = Buffer.alloc(4000);
  for (let i = 0; i < 1000; i++) numbers.writeUInt32LE(i % 7 === 0 ? 300 : 65 + (i % 20), i * 4);
  assert.equal(viewsIn(numbers), []);
});

test.run();
