import * as fc from 'fast-check';
import { builtinRules } from '../../../src/detect/builtin.ts';
import { Detector } from '../../../src/detect/detector.ts';
import { KeywordHits } from '../../../src/engine/keyword-hits.ts';
import { type LookContext, lookAtViews, lookNear } from '../../../src/scan/audit/decoded-look.ts';
import { differences } from '../../../src/scan/audit/differences.ts';
import { ViewMemo } from '../../../src/scan/view-memo.ts';
import { readRules, valuesFor } from '../../helpers/fixture-values.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { WRITTEN_FORMS } from '../../helpers/written-forms.ts';
import { contextOf } from '../helpers.ts';

const test = suite('views near changes');
const { detector, packet } = contextOf({ detector: new Detector(builtinRules()) });
/** With nothing that was looked at before. */
const fresh = (): LookContext => ({ detector, packet, memo: new ViewMemo() });
const source = valuesFor(await readRules(new URL('../../../', import.meta.url)), 'decoded-look');
const values = ['github-classic-pat', 'npm-access-token', 'gitlab-pat'].map((rule) => source.valueOf(`${rule}#0`));

/** What stands around: plain lines, and some that views are made of. */
const LINES = [
  'const answer = compute(input, 42);\n',
  'log("one\\ntwo" + name);\n',
  '<td class="docs"><p>Sets the <b>name</b> of it.</p></td>\n',
  'a long line of prose that goes on for some time and ends\n',
  "const list = ['a', 'b', 'c'].map((x) => x + 'd');\n",
  'curl -i http://localhost:3000/\n',
  'see https://example.com/a%20b?c=d for more\n',
  '    return value\n',
  `${'c3 1f 9a 04 7e '.repeat(5)}\n`,
  `${'61 62 63 64 65 66 67 68 '.repeat(3)}\n`,
  'static const char page[] = {0x3c, 0x70, 0x3e, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x3c, 0x2f, 0x70, 0x3e, 0x0a, 0x0a, 0x0a, 0x0a, 0x0a};\n',
  '    68656c6c6f20776f726c642c207468697320697320746578740a\n',
  `wide ${'characters with zeros'.split('').join('\0')}\0 end\n`,
  'printf("\\x1b[1mbold\\x1b[0m and \\x1b[31mred\\x1b[0m");\n',
  '\n',
];

/** What says of a text that it is quoted-printable, or nothing. */
const SIGNS = [
  '',
  `${'a line of prose that is as long as lines of mail may be, in all of it, and '.slice(0, 75)}=\n`,
  'Content-Transfer-Encoding: quoted-printable\n',
];

/** Ways of writing a value that are read alone where the text says elsewhere that it is quoted-printable. */
const PRINTABLE_FORMS: readonly ((value: string) => string)[] = [
  (value) => `x ${value.slice(0, 9)}=\n${value.slice(9)} end\n`,
  (value) => `x ${Array.from(value, (one) => `=${one.charCodeAt(0).toString(16).toUpperCase()}`).join('')} end\n`,
];

/** A value in one of its forms; its edits: first a version in which a part of it is missing or something stands in it. */
const planted = fc.record({
  value: fc.constantFrom(...values),
  form: fc.constantFrom(...WRITTEN_FORMS, ...PRINTABLE_FORMS),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  broken: fc.double({ min: 0, max: 1, noNaN: true }),
  missing: fc.nat({ max: 40 }),
  into: fc.constantFrom('', '!', ' \n', '\n\n', '"; "', 'zz'),
});

function withPlant(text: string, plant: string, at: number): string {
  const place = text.indexOf('\n', Math.floor(at * text.length)) + 1;
  return text.slice(0, place) + plant + text.slice(place);
}

test('never calls a version clean in whose views, made of the whole text, something is found', () => {
  let near = 0;
  let found = 0;
  const shared = fresh();
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...LINES), { minLength: 500, maxLength: 900 }),
      fc.constantFrom(...SIGNS),
      fc.array(planted, { minLength: 1, maxLength: 4 }),
      (lines, sign, plants) => {
        let text = withPlant(lines.join(''), sign, 0.5);
        let clean = Buffer.from(text);
        let facts = lookAtViews(clean, shared);
        for (const { value, form, at, broken, missing, into } of plants) {
          const whole = form(value);
          const cut = Math.floor(broken * whole.length);
          const part = whole.slice(0, cut) + into + whole.slice(cut + missing);
          for (const version of [withPlant(text, part, at), withPlant(text, whole, at)]) {
            const bytes = Buffer.from(version);
            const changes = differences(bytes, clean);
            const all = lookAtViews(bytes, fresh());
            const { isOpen } = all;
            assert.equal(lookAtViews(bytes, shared), all, 'what is remembered of views says the same');
            const decoded = lookNear(bytes, { changes, reachOfNew: 0 }, facts, shared);
            if (decoded.views > 0) near++;
            if (isOpen) found++;
            assert.ok(!isOpen || decoded.isOpen, `a value was missed in ${JSON.stringify(version.slice(-200))}`);
            if (isOpen || decoded.isOpen) continue;
            clean = bytes;
            facts = decoded;
            text = version;
          }
        }
      },
    ),
    { numRuns: 150 },
  );
  assert.ok(near > 100 && found > 50, `the test has to have something to compare: ${near}, ${found}`);
});

test('looks at a small part of a long text', () => {
  const lines = Array.from({ length: 4000 }, (_, index) => LINES[index % LINES.length]);
  const before = Buffer.from(lines.join(''));
  const after = Buffer.from([...lines.slice(0, 2000), 'one = 1\n', ...lines.slice(2000)].join(''));
  const counting = new Detector(builtinRules());
  const detectWhole = counting.detectWhole.bind(counting);
  let read = 0;
  counting.detectWhole = (bytes, ...others) => {
    read += bytes.length;
    return detectWhole(bytes, ...others);
  };
  const own = { ...fresh(), detector: counting };
  const other = { ...fresh(), detector: counting };
  const facts = lookAtViews(before, own);
  const whole = read;
  const near = lookNear(after, { changes: differences(after, before), reachOfNew: 0 }, facts, other);
  assert.not(facts.isFar);
  assert.not(near.isOpen);
  assert.ok((read - whole) * 5 < whole, `${read - whole} bytes of views, ${whole} of all of them`);
});

test('looks for what is encoded as far from a change as a match by a keyword in it may go', () => {
  const plain = 'static int total;\n'.repeat(1600);
  const textOf = (key: string): Buffer =>
    Buffer.from(`${plain}${key}:\n  total: one\n${plain.slice(0, 3600)}puts("\\x41\\x42");\n${plain}`);
  const viewsWith = (key: string): number => {
    const [before, after] = [textOf('size'), textOf(key)];
    const changes = differences(after, before);
    const hits = detector.hitsNear(after, changes, detector.hitsIn(before) ?? new KeywordHits());
    const difference = { changes, reachOfNew: hits?.reachOfNew ?? 0 };
    return lookNear(after, difference, lookAtViews(before, fresh()), fresh()).views;
  };
  // What is named so in a manifest may hold 6,900 bytes.
  assert.is(viewsWith('stringData'), 1);
  assert.is(viewsWith('stringSize'), 0);
});

test.run();
