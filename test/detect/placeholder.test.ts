import {
  hasDummyWord,
  isCountedBytes,
  isCountedUp,
  isMonotonous,
  isPlaceholder,
  isRepetitive,
} from '../../src/detect/placeholder.ts';
import { expand } from '../../scripts/lib/values.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('placeholders');

test('characters in order and short groups again and again are counted up', () => {
  for (const text of ['abcdef1234567890', 'qwertyuiop123456', 'abc1'.repeat(6), '9876543210ab'])
    assert.ok(isCountedUp(text) && isMonotonous(text), text);
});

test('a long run in the middle of what is random counts as well', () => {
  const random = expand(['{base62:14}'], 'placeholder-random');
  assert.ok(isCountedUp(`${random}ABCDEFGHIJKL${random}`));
  assert.not(isCountedUp(`${random}ABCDEF${random}`));
});

test('one character again and again is blotted out, which is not counting', () => {
  for (const text of ['x'.repeat(20), `ab3${'0'.repeat(12)}`, '--']) assert.ok(isRepetitive(text), text);
  assert.not(isRepetitive('abcdef1234567890'));
});

test('words that ask for a value are placeholders in any case, random text is none', () => {
  for (const text of ['YOUR_API_KEY', 'changeme', 'my-example-token', 'SET_IT_HERE_123'])
    assert.ok(hasDummyWord(text), text);
  assert.not(isPlaceholder(expand(['{base62:32}'], 'placeholder-token')));
});

test('a short mask hides a value, and is chance in one that is random but for it', () => {
  const random = expand(['{base62:16}'], 'placeholder-mask');
  for (const text of ['ab12xxxxxx', 'XXXX-XXXX', `${random.slice(0, 4)}xxxx${random.slice(-4)}`])
    assert.ok(hasDummyWord(text), text);
  for (const run of ['xxxX', 'xXxx', 'XXXX', 'fAKe']) assert.not(hasDummyWord(random + run), run);
  assert.ok(hasDummyWord(`${random}xxxxxxxx`));
});

test('bytes that count up or down are those of known-answer tests', () => {
  for (const text of ['000102030405060708090a0b0c0d0e0f', '0f0e0d0c0b0a09080706050403020100'])
    assert.ok(isCountedBytes(text), text);
  assert.not(isCountedBytes(expand(['{hex:32}'], 'placeholder-bytes')));
});

test.run();
