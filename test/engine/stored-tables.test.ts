import { readFileSync } from 'node:fs';
import { builtinRules } from '../../src/detect/builtin.ts';
import { keywordsOf } from '../../src/engine/keyword-uses.ts';
import { buildTables } from '../../src/engine/prefilter-tables.ts';
import { storedForm, tablesFor } from '../../src/engine/stored-tables.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('stored prefilter tables');
const BUILTIN = keywordsOf(builtinRules());
const FILE = new URL('../../src/generated/prefilter-tables.bin', import.meta.url);

test('those of the built-in rules are what laying them out now gives', () => {
  const { image, ...numbers } = tablesFor(BUILTIN);
  const { image: built, ...builtNumbers } = buildTables(BUILTIN);
  assert.equal(numbers, builtNumbers);
  assert.ok(Buffer.from(image).equals(built));
});

test('the file that the build made is of the rules that stand here', () => {
  assert.ok(readFileSync(FILE).equals(storedForm(BUILTIN)));
});

test('other keywords, or the same in another order, get tables of their own', () => {
  for (const keywords of [['acme_token', 'key'], BUILTIN.toReversed()]) {
    assert.equal(tablesFor(keywords), buildTables(keywords));
  }
});

test.run();
