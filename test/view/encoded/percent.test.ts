import * as fc from 'fast-check';
import { Budget } from '../../../src/view/budget.ts';
import { decodedViews } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('percentViews');

function decoded(text: string): string[] {
  const bytes = Buffer.from(text, 'latin1');
  const budget = new Budget(bytes.length, { maxDepth: 20, maxRatio: 1000 });
  const views = decodedViews(bytes, { start: 0, end: bytes.length }, { budget, onSkip: () => undefined });
  return [...views].filter(({ kind }) => kind === 'percent').map((view) => view.bytes.toString('latin1'));
}

test('a plus sign on either side of an escape in one row is a blank as well', () => {
  assert.equal(decoded('x a=p+q%3D'), ['x a=p+q=', 'x a=p q=']);
  assert.equal(decoded('x a=%3Dp+q'), ['x a==p+q', 'x a==p q']);
});

test('a plus sign in no row with an escape stands for itself', () => {
  assert.equal(decoded('[12:01 +0330] a=xy%3D'), ['[12:01 +0330] a=xy=']);
  assert.equal(decoded('a=p+q <b+c> "%3D"'), ['a=p+q <b+c> "="']);
});

test('units are undone, halves of pairs are replaced, what is cut stays', () => {
  assert.equal(decoded('q=%u0061%u0062 %ud83d %u00'), ['q=ab \xef\xbf\xbd %u00']);
});

/** Rows as forms write them, and what else stands in lines. */
const PIECE = fc.constantFrom(
  '+',
  '%20',
  '%3D',
  '%2b',
  'password=',
  'ab',
  '&x=',
  "it's",
  '/p?q',
  '[12:01]',
  '%',
  '%g',
  '%u0061',
  '%u',
  '\xd8',
);
const ROW = fc.array(PIECE, { maxLength: 12 }).map((pieces) => pieces.join(''));
const OUTSIDE = fc.constantFrom(' ', '\n', '\r\n', '"', '<', '>', '\t', '\x7f ', '\0', ` ${'far '.repeat(200)}`);
const TEXT = fc.array(fc.tuple(ROW, OUTSIDE), { maxLength: 12 });

const unescaped = (row: string): string =>
  row.replace(/%(?:u([0-9A-Fa-f]{4})|([0-9A-Fa-f]{2}))/g, (_, unit?: string, byte = '') =>
    unit === undefined
      ? String.fromCharCode(parseInt(byte, 16))
      : Buffer.from(String.fromCharCode(parseInt(unit, 16))).toString('latin1'),
  );

test('every row with an escape is read with its plus signs as blanks as well, whatever stands around', () => {
  const property = fc.property(TEXT, (rows) => {
    const views = decoded(rows.flat().join(''));
    for (const [row] of rows) {
      if (!/%[0-9A-Fa-f]{2}/.test(row)) continue;
      assert.ok(
        views.some((view) => view.includes(unescaped(row))),
        JSON.stringify({ rows, row, views }),
      );
      const form = unescaped(row.replaceAll('+', ' '));
      assert.ok(
        views.some((view) => view.includes(form)),
        JSON.stringify({ rows, row, views }),
      );
    }
  });
  fc.assert(property, { numRuns: 3000 });
});

test('nothing is read twice but a region with such a row', () => {
  const property = fc.property(TEXT, (rows) => {
    const isForm = rows.some(([row]) => row.includes('+') && row.includes('%'));
    const views = decoded(rows.flat().join(''));
    const isTwice = (view: string, index: number): boolean =>
      view.includes('+') && views[index + 1] === view.replaceAll('+', ' ');
    return isForm || !views.some(isTwice);
  });
  fc.assert(property, { numRuns: 3000 });
});

test.run();
