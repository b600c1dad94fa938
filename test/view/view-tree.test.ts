import * as fc from 'fast-check';
import type { Span } from '../../src/types.ts';
import { gzipSync } from 'node:zlib';
import { Budget } from '../../src/view/budget.ts';
import { nestedViews, type NestedView } from '../../src/view/view-tree.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('view tree');

interface Walk {
  readonly views: NestedView[];
  readonly skips: string[];
}

function walk(bytes: Buffer, depth = 0, budget: Budget = new Budget(0)): Walk {
  const skips: string[] = [];
  const onSkip = (reason: string): void => void skips.push(reason);
  const views = [...nestedViews(bytes, { start: 0, end: bytes.length }, { budget, onSkip, depth })];
  return { views, skips };
}

const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
const percent = (text: string): string => encodeURIComponent(text).replaceAll('-', '%2D').replaceAll('.', '%2E');
const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const hex = (text: string): string => Buffer.from(text).toString('hex');

const ENCODERS = { base64, percent, json, hex } as const;

test('any two encodings inside each other are undone and mapped to the outer bytes', () => {
  const value = ['user="someone/else" pass', 'word: correct+horse'].join('');
  const names = fc.constantFrom(...(Object.keys(ENCODERS) as (keyof typeof ENCODERS)[]));
  fc.assert(
    fc.property(names, names, fc.nat(30), (inner, outer, offset) => {
      const encoded = ENCODERS[outer](ENCODERS[inner](value));
      const bytes = Buffer.from(`${' '.repeat(offset)}\n${encoded}\n tail`);
      const span = spanOf(walk(bytes).views, value);
      const core: Span = { start: offset + 1, end: offset + 1 + encoded.replace(/=+$/, '').length };
      assert.ok(span, `${outer} of ${inner}`);
      assert.ok(span.start >= core.start && span.start <= core.start + 3, 'start');
      assert.ok(span.end <= core.end && span.end >= core.end - 8, 'end');
    }),
  );
});

function spanOf(views: readonly NestedView[], value: string): Span | undefined {
  for (const view of views) {
    const at = view.bytes.indexOf(value);
    if (at >= 0) return view.toOuter({ start: at, end: at + Buffer.byteLength(value) });
  }
  return undefined;
}

test('the chain names the steps, outermost first', () => {
  const { views } = walk(Buffer.from(base64(hex('a text that is encoded twice'))));
  assert.equal(
    views.map(({ chain }) => chain.join('>')),
    ['base64', 'base64>hex'],
  );
});

test('the depth of the budget is said where more is encoded below', () => {
  let text = 'a text that is encoded many times';
  for (let i = 0; i < 6; i++) text = base64(text);
  const { views, skips } = walk(Buffer.from(text), 0, new Budget(0, { maxDepth: 4 }));
  assert.is(views.length, 4);
  assert.equal(skips, ['too-deep']);
  assert.is(walk(Buffer.from(text)).skips.length, 0);
  assert.is(walk(Buffer.from(text), 3, new Budget(0, { maxDepth: 4 })).views.length, 1);
});

test('a container is given and not looked into', () => {
  const { views } = walk(Buffer.from(`data:x;base64,${base64(gzipSync('text'))}`));
  assert.equal(
    views.map(({ chain, container }) => [chain.join(), container]),
    [['base64', true]],
  );
});

test('the same text by another order of steps is given once', () => {
  const { views } = walk(Buffer.from('a%20b &amp; c\\/d'));
  const texts = views.map(({ bytes }) => bytes.toString());
  assert.is(texts.filter((text) => text === 'a b & c/d').length, 1);
});

test('a text of nothing but escapes stays inside the budget', () => {
  const bytes = Buffer.from('\\'.repeat(4096) + '%25'.repeat(4096) + '&amp;amp;'.repeat(2048));
  const budget = new Budget(bytes.length, { floor: 200_000, maxRatio: 1 });
  const { skips } = walk(bytes, 0, budget);
  assert.ok(budget.spent <= 200_000);
  assert.ok(skips.length > 0);
});

test.run();
