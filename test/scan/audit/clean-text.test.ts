import * as fc from 'fast-check';
import { builtinRules } from '../../../src/detect/builtin.ts';
import { Detector } from '../../../src/detect/detector.ts';
import { CleanText } from '../../../src/scan/audit/clean-text.ts';
import { readRules, valuesFor } from '../../helpers/fixture-values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('CleanText');
const detector = new Detector(builtinRules());
const source = valuesFor(await readRules(new URL('../../../', import.meta.url)), 'clean-text');
const values = ['github-classic-pat', 'npm-access-token', 'gitlab-pat'].map((rule) => source.valueOf(`${rule}#0`));

/** Lines of code and settings, some of which only want a value to be a finding. */
const LINES = [
  'const answer = compute(input, 42);\n',
  'password: \n',
  'api_key = "\n',
  '# nothing to see here\n',
  'export TOKEN=\n',
  '-----BEGIN PRIVATE KEY-----\n',
  'Authorization: Bearer \n',
  'user@example.com wrote: hello\n',
  '\n',
];
/** Edits: at a share of the text, so many bytes out, a line or a part of a value in. */
const edits = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    out: fc.nat({ max: 60 }),
    into: fc.oneof(
      fc.constantFrom(...LINES),
      fc
        .record({ value: fc.constantFrom(...values), from: fc.nat({ max: 20 }), to: fc.nat({ max: 40 }) })
        .map(({ value, from, to }) => (to > 30 ? value : value.slice(from, to))),
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

function edited(text: string, changes: readonly { at: number; out: number; into: string }[]): string {
  return changes.reduce((now, { at, out, into }) => {
    const place = Math.floor(at * now.length);
    return now.slice(0, place) + into + now.slice(place + out);
  }, text);
}

test('never calls a version clean in which a scan of the whole text finds something', () => {
  let near = 0;
  let found = 0;
  const counting = new Detector(builtinRules());
  const hitsNear = counting.hitsNear.bind(counting);
  counting.hitsNear = (...given) => {
    near++;
    return hitsNear(...given);
  };
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...LINES), { minLength: 80, maxLength: 200 }),
      fc.array(edits, { minLength: 1, maxLength: 6 }),
      (lines, versions) => {
        const clean = new CleanText();
        let text = lines.join('');
        for (const changes of [[], ...versions]) {
          text = edited(text, changes);
          const bytes = Buffer.from(text, 'latin1');
          const isFound = detector.detectWhole(bytes).length > 0;
          const unmatched = clean.detect(counting, bytes);
          if (isFound) found++;
          assert.ok(!isFound || unmatched === undefined, 'a value was missed');
          if (unmatched !== undefined) clean.keep(bytes, unmatched);
        }
      },
    ),
    { numRuns: 400 },
  );
  assert.ok(near > 100 && found > 20, `the test has to have something to compare: ${near}, ${found}`);
});

test.run();
