import { WANDB_FIRST, WANDB_LAST, WANDB_WHOLE, wandbFile, wandbPart } from '../../src/selftest/wandb.ts';
import { Budget } from '../../src/view/budget.ts';
import { assert, suite } from '../helpers/suite.ts';
import { type Expanded, expand, memoryBlob, streamBlob } from './expand.ts';

const test = suite('runs of Weights & Biases');

const BLOCK = 32 * 1024;
const MIDDLE = 3;
const parse = (bytes: Buffer, budget?: Budget): Promise<Expanded> => expand(memoryBlob(bytes), 'wandb', budget);
const textsOf = ({ blobs }: Expanded): [string, string][] => blobs.map(({ view, bytes }) => [view, bytes.toString()]);
const reasonsOf = ({ skips }: Expanded): string[] => skips.map(({ reason }) => reason);

/** A file whose first block is full behind a record and the first letters of another one. */
function bordered(first: string, last: string): Buffer {
  const filler = 'x'.repeat(BLOCK - 7 - 7 - 7 - first.length);
  const bytes = wandbFile(wandbPart(WANDB_WHOLE, filler), wandbPart(WANDB_FIRST, first), wandbPart(WANDB_LAST, last));
  assert.is(bytes.subarray(BLOCK + 7).toString(), last);
  return bytes;
}

test('a record that the border of a block cuts is put together, the others stand as they are', async () => {
  const bytes = bordered('her', 'on');
  const expanded = await parse(bytes);
  assert.equal([textsOf(expanded), expanded.skips], [[['wandb:2', 'heron']], []]);
  assert.equal(await expand(streamBlob(bytes, 1000), 'wandb'), expanded);
  const three = wandbFile(wandbPart(WANDB_FIRST, 'he'), wandbPart(MIDDLE, 'ro'), wandbPart(WANDB_LAST, 'n'));
  assert.equal(textsOf(await parse(three)), [['wandb:1', 'heron']]);
});

test('a cut and damage show, and what is at hand is given', async () => {
  const cut = await parse(bordered('her', 'on and more').subarray(0, -5));
  assert.equal([textsOf(cut), reasonsOf(cut)], [[['wandb:2', 'heron and']], ['truncated']]);
  assert.equal(reasonsOf(await parse(wandbFile(wandbPart(WANDB_FIRST, 'her')))), ['truncated']);
  assert.equal(reasonsOf(await parse(wandbFile(wandbPart(9, 'her')))), ['corrupt']);
  assert.equal(reasonsOf(await parse(wandbFile(wandbPart(WANDB_WHOLE, 'her'), Buffer.alloc(20)))), []);
});

test('records that the budget does not pay for are told', async () => {
  const told = await parse(bordered('her', 'on'), new Budget(0, { maxRatio: 1, floor: 4 }));
  assert.equal([textsOf(told), reasonsOf(told)], [[], ['too-expanded']]);
});

test.run();
