/** Short views that are looked at together read and map back as each of them alone. */
import * as fc from 'fast-check';
import type { Span } from '../../src/types.ts';
import { Budget } from '../../src/view/budget.ts';
import { type DecodedView, decodedViews } from '../../src/view/encoded/encodings.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('gathered views');

function views(text: string | Buffer, gather: boolean, isWanted?: (outer: Span) => boolean): DecodedView[] {
  const bytes = Buffer.from(text);
  const options = { budget: new Budget(0), onSkip: () => undefined, gather, isWanted };
  return [...decodedViews(bytes, { start: 0, end: bytes.length }, options)];
}

const whole = (view: DecodedView): Span => ({ start: 0, end: view.bytes.length });
const ofKind = (all: readonly DecodedView[], kind: string): DecodedView[] => all.filter((view) => view.kind === kind);

const LINE = fc
  .array(fc.constantFrom('z', 'word ', '%41', '%C3%A9', '%', '\\n', '\\u00e9', '\\x41', '&lt;', '&#233;', '"', '='), {
    maxLength: 12,
  })
  .map((pieces) => pieces.join(''));
const TEXT = fc.array(LINE, { minLength: 1, maxLength: 40 }).map((lines) => lines.join(`\n${' '.repeat(700)}\n`));

test('every part has the bytes and the places of the view that it is', () => {
  fc.assert(
    fc.property(TEXT, fc.nat(), fc.nat({ max: 40 }), (text, where, length) => {
      const together = views(text, true);
      for (const kind of ['percent', 'json-escape', 'c-escape', 'entity']) {
        const alone = ofKind(views(text, false), kind);
        let [view, from] = [0, 0];
        const gatheredOnes = ofKind(together, kind);
        assert.equal(
          gatheredOnes.reduce((sum, { parts = 1 }) => sum + parts, 0),
          alone.length,
        );
        for (const one of alone) {
          if (from >= (gatheredOnes[view]?.bytes.length ?? 0)) [view, from] = [view + 1, 0];
          const all = gatheredOnes[view] as DecodedView;
          assert.equal(all.bytes.subarray(from, from + one.bytes.length), one.bytes);
          const start = where % Math.max(1, one.bytes.length);
          const end = Math.min(one.bytes.length, start + length);
          const span = { start: from + start, end: from + end };
          assert.equal(all.toOuter(span), one.toOuter({ start, end }));
          assert.not.ok(all.isApart?.(span));
          from += one.bytes.length + 4;
        }
      }
    }),
  );
});

test('a span over several parts is told, and maps to all that lies between', () => {
  const [view, ...others] = ofKind(views(`a=%41\n${'-'.repeat(600)}\nb=%42\n`, true), 'percent');
  if (view === undefined) throw new Error('no view');
  assert.equal(others, []);
  assert.equal(view.bytes.toString(), 'a=A\n\n\n\nb=B\n\n\n\n');
  assert.ok(view.isApart?.({ start: 2, end: 9 }));
  assert.ok(view.isApart?.({ start: 2, end: 4 }));
  assert.equal(view.toOuter({ start: 2, end: 10 }), { start: 2, end: 612 });
  assert.equal(view.toOuter(whole(view)), { start: 0, end: 612 });
});

test('what its first bytes say something of, data and long views stay alone', () => {
  const gap = `\n${'-'.repeat(600)}\n`;
  const table = 'user,password%20\nbob,x%41';
  const data = 'x%ff%fe%00%01';
  const long = `x%41${'.'.repeat(400)}%41`.repeat(60);
  const all = ofKind(views(['a%41', table, 'b%42', data, 'c%43', long, 'd%44'].join(gap), true), 'percent');
  assert.equal(
    all.map(({ parts }) => parts ?? 1).toSorted((a, b) => a - b),
    [1, 1, 1, 4],
  );
});

test('a text with ten thousand short views gives a few', () => {
  const line = `GET /%41 ${' '.repeat(600)}\n`;
  assert.ok(views(line.repeat(10_000), true).length < 100);
});

test('views that are not wanted are left out one by one', () => {
  const all = views(`a=%41\n${'-'.repeat(600)}\nb=%42\n`, true, ({ start }) => start > 100);
  assert.equal(
    all.map(({ bytes }) => bytes.toString()),
    ['b=B'],
  );
});

test.run();
