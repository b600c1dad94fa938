import * as fc from 'fast-check';
import { IdTable } from '../../../src/source/git/id-table.ts';
import { ObjectIds } from '../../../src/source/git/object-ids.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('IdTable');
const ids = fc.uniqueArray(
  fc.uint8Array({ minLength: 20, maxLength: 20 }).map((id) => Buffer.from(id).toString('hex')),
  {
    maxLength: 200,
  },
);

test('finds every id at its index, in any order, and no other', () => {
  fc.assert(
    fc.property(ids, ids, (known, asked) => {
      const table = new IdTable(ObjectIds.from(known));
      const wanted = ObjectIds.from([...known.toReversed(), ...asked]);
      for (let index = 0; index < wanted.length; index++) {
        assert.is(table.find(wanted, index), known.indexOf(wanted.at(index)));
      }
    }),
  );
});

test('keeps ids whole however many there are', () => {
  const all = Array.from({ length: 5000 }, (_, index) => index.toString(16).padStart(40, '0'));
  const list = new ObjectIds();
  for (const id of all) list.addHex(Buffer.from(id), 0);
  const copy = new ObjectIds();
  for (let index = 0; index < list.length; index++) copy.addFrom(list, index);
  assert.is(copy.lines(0, 5000), `${all.join('\n')}\n`);
});

test.run();
