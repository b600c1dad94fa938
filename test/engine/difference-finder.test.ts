import * as fc from 'fast-check';
import { differenceFinderFor } from '../../src/engine/difference-finder.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('differenceFinderFor()');
const [fast, plain] = [differenceFinderFor(), differenceFinderFor(true)];

/** Stretches that repeat each other, so that samples stand at more than one place. */
const stretches = fc.array(
  fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 900 })).map(([seed, length]) => {
    const unit = `${seed}${'abcdefghijklmnopqrstuvwxyz'.slice(0, 3 + 4 * seed)}\n`;
    return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
  }),
  { maxLength: 10 },
);
const texts = fc
  .tuple(stretches, fc.array(fc.string({ maxLength: 40 }), { maxLength: 6 }), fc.array(fc.nat({ max: 15 })))
  .map(([own, others, order]) => {
    const all = [...own, ...others];
    return [own.join(''), order.map((at) => all[at] ?? '').join('')].map((text) => Buffer.from(text)) as [
      Buffer,
      Buffer,
    ];
  });

test('gives in WebAssembly the spans of plain code', () => {
  assert.is.not(fast.constructor, plain.constructor);
  fc.assert(
    fc.property(texts, ([text, other]) => {
      assert.equal(fast.find(text, other), plain.find(text, other));
    }),
    { numRuns: 3000 },
  );
});

function lines(seed: number, count: number): string {
  return Array.from({ length: count }, (_, index) => `${(index * 7919 + seed) % 104_729} some line of a file\n`).join(
    '',
  );
}

test('does so with texts of which only far apart stretches are alike, and with longer ones than its memory holds', () => {
  const [head, body, tail] = [lines(1, 400), lines(2, 3000), lines(3, 400)];
  const cases: readonly (readonly [string, string])[] = [
    [head + body + tail, head + lines(5, 2000) + body.slice(20_000) + tail],
    [body, `${body.slice(30_000)}${body.slice(0, 30_000)}`],
    [lines(4, 30_000), `${lines(4, 29_000)}new\n${lines(6, 400)}`],
    ['', body],
    [body, ''],
  ];
  for (const [first, second] of cases) {
    const [text, other] = [Buffer.from(first), Buffer.from(second)];
    assert.equal(fast.find(text, other), plain.find(text, other));
  }
});

test.run();
