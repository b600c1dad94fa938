import { Budget } from '../../src/view/budget.ts';
import { makeTar, makeZip } from '../helpers/archives.ts';
import { assert, suite } from '../helpers/suite.ts';
import { expand, leaves, memoryBlob } from './expand.ts';

const test = suite('members');

test('a bomb of empty members stops at the budget, with one skip', async () => {
  const members = Array.from({ length: 50 }, (_, index) => ({ name: `${index}`, data: '' }));
  for (const [kind, bytes] of [
    ['zip', makeZip(members)],
    ['tar', await makeTar(members)],
  ] as const) {
    const { blobs, skips } = await expand(memoryBlob(bytes), kind, new Budget(0, { maxMembers: 20 }));
    assert.is(blobs.length, 20);
    assert.equal(
      skips.map(({ reason, view }) => [reason, view]),
      [['too-expanded', []]],
    );
  }
});

test('members of all levels are counted together, and each open level says that it stopped', async () => {
  const inner = makeZip(Array.from({ length: 5 }, (_, index) => ({ name: `${index}`, data: 'x' })));
  const outer = makeZip(Array.from({ length: 5 }, (_, index) => ({ name: `${index}.zip`, data: inner })));
  const found = await leaves(memoryBlob(outer), new Budget(0, { maxMembers: 8 }));
  assert.equal(found, [
    ...[0, 1, 2, 3, 4].map((index) => `zip:0.zip>zip:${index}=x`),
    'zip:1.zip>zip:0=x',
    'zip:1.zip!too-expanded',
    '!too-expanded',
  ]);
});

test.run();
