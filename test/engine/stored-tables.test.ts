import { readFileSync } from 'node:fs';
import { builtinRules, builtinRulesDigest, builtinTables } from '../../src/detect/builtin.ts';
import { engineRule } from '../../src/detect/detector.ts';
import { buildTables } from '../../src/engine/prefilter-tables.ts';
import { keywordsOf, ownNumber, ruleIndex } from '../../src/engine/rule-index.ts';
import { storedForm, storedTables, tablesFor } from '../../src/engine/stored-tables.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('stored prefilter tables');
const RULES = builtinRules();
const KEYWORDS = keywordsOf(RULES);
const FILE = new URL('../../src/generated/prefilter-tables.bin', import.meta.url);

test('those of the built-in rules are what laying them out now gives', () => {
  const built = buildTables(KEYWORDS);
  for (const stored of [tablesFor(KEYWORDS), builtinTables(RULES)?.tables]) {
    assert.ok(stored);
    assert.equal({ ...stored, image: undefined }, { ...built, image: undefined });
    assert.ok(Buffer.from(stored.image).equals(built.image));
  }
  const index = builtinTables(RULES)?.index;
  assert.ok(index);
  const lists = { rules: Array.from(index.rules), others: Array.from(index.others) };
  assert.equal({ ...index, ...lists }, ruleIndex(RULES.map(engineRule)));
});

test('a keyword is found again among those of its first rule', () => {
  const index = ruleIndex(RULES.map(engineRule));
  const found = KEYWORDS.map((_, keyword) => RULES[index.rules[keyword] ?? -1]?.keywords[ownNumber(index, keyword)]);
  assert.equal(found, KEYWORDS);
});

test('the file that the build made is of the rules that stand here', () => {
  assert.ok(readFileSync(FILE).equals(storedForm(builtinRulesDigest(), RULES.map(engineRule))));
});

test('other keywords, or the same in another order, get tables of their own', () => {
  for (const keywords of [['acme_token', 'key'], KEYWORDS.toReversed()]) {
    assert.equal(tablesFor(keywords), buildTables(keywords));
  }
});

test('nothing is laid out of other rules, or of a copy of these', () => {
  assert.is(builtinTables(RULES.slice(1)), undefined);
  assert.is(builtinTables([...RULES]), undefined);
  assert.is(storedTables(`sha256:${'0'.repeat(64)}`), undefined);
});

test.run();
