import { analysePattern } from '../../src/detect/pattern-analysis.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('followingBytes');

function following(pattern: string, keywords: readonly string[], flags = ''): readonly string[] {
  return analysePattern(pattern, flags, keywords).following;
}

test('gives the class of each byte behind the keyword, as pairs', () => {
  assert.equal(following('acme_[0-9a-f]{3}x', ['acme_']), ['09af', '09af', '09af', 'xx']);
});

test('joins what alternatives and optional parts allow', () => {
  assert.equal(following('(?:acme|other)-?[0-9]{2}', ['acme', 'other']), ['--09', '09']);
});

test('ends where a match may end', () => {
  assert.equal(following('acme[0-9]{1,2}', ['acme']), ['09']);
});

test('takes both cases with the flag i', () => {
  assert.equal(following('acme[x]y', ['acme'], 'i'), ['XXxx', 'YYyy']);
});

test('looks at the keyword where the pattern has it, and at nothing in front of it', () => {
  assert.equal(following('[a-z]{0,9}token=[0-9]{2}', ['token=']), ['09', '09']);
});

test('says nothing of what assertions see', () => {
  assert.equal(following('acme(?=[a-z])[a-z0-9]{2}(?![0-9])', ['acme']), ['09az', '09az']);
});

test('counts many repetitions as any number', () => {
  assert.equal(following('acme[a-z]{0,500};[0-9]{9}', ['acme']), [';;az', ...Array<string>(7).fill('09;;az')]);
});

test.run();
