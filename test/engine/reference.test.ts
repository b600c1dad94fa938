import * as fc from 'fast-check';
import { ReferencePrefilter } from '../../src/engine/reference.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('ReferencePrefilter');

function hits(keywords: readonly string[], text: string, range: readonly [number, number], capacity: number): string[] {
  const prefilter = new ReferencePrefilter(keywords);
  const out = new Uint32Array(capacity);
  const found: string[] = [];
  prefilter.begin(Buffer.from(text, 'latin1'), ...range);
  for (let count = prefilter.next(out); count > 0; count = prefilter.next(out)) {
    for (let i = 0; i < count; i++) found.push(`${out[2 * i]}:${keywords[out[2 * i + 1] ?? 0]}`);
  }
  return found.sort();
}

function naive(keywords: readonly string[], text: string, [from, to]: readonly [number, number]): string[] {
  const lower = text.toLowerCase();
  const found: string[] = [];
  for (let at = from; at < to; at++)
    for (const word of keywords) if (lower.startsWith(word, at)) found.push(`${at}:${word}`);
  return found.sort();
}

const words = fc.uniqueArray(fc.stringMatching(/^[ab_c]{1,4}$/), { minLength: 1, maxLength: 12 });
const texts = fc.stringMatching(/^[abcABC_ ]{0,200}$/);

test('reports exactly the keywords that begin in the range, also when its buffer fills up', () => {
  fc.assert(
    fc.property(words, texts, fc.nat(200), fc.nat(200), (keywords, text, a, b) => {
      const range = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)] as const;
      assert.equal(hits(keywords, text, range, 128), naive(keywords, text, range));
    }),
    { numRuns: 2000 },
  );
});

test('refuses an empty keyword', () => {
  assert.throws(() => new ReferencePrefilter(['']), /empty keyword/);
});

test.run();
