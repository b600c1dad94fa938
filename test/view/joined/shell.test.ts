import { Budget } from '../../../src/view/budget.ts';
import { decodedViews } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('shell quotes');

function unquoted(text: string, inside?: string): string[] {
  const bytes = Buffer.from(text);
  const options = { budget: new Budget(0), onSkip: (): void => undefined, inside };
  return [...decodedViews(bytes, { start: 0, end: bytes.length }, options)]
    .filter(({ kind }) => kind === 'shell-unquoted')
    .map((view) => view.bytes.toString());
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

test('a bar in quotes ends no word', () => {
  assert.ok(unquoted(`run ${quoted("a|b'c")} now`).some((text) => text.includes("a|b'c")));
});

test('apostrophes that Python splices are given as they are meant', () => {
  const spliced = `'${`set 'one two' now`.replaceAll("'", `'"'"'`)}'`;
  assert.ok(unquoted(`sh -c ${spliced}`).some((text) => text.includes("set 'one two' now")));
});

test('what is quoted twice, over several lines, is unquoted twice', () => {
  const inner = String.raw`export A=$'it\'s \x21|here'`;
  const once = unquoted(`sh -c ${quoted(`cd /\n${inner}\nexit`)}\n`).find((text) => text.includes(inner));
  assert.ok(once !== undefined);
  assert.ok(unquoted(once, 'shell-unquoted').some((text) => text.includes('A="it\'s !|here"')));
});

test('apostrophes that are far apart are given with what stands around each', () => {
  const between = 'word '.repeat(2000);
  const [, text = ''] = unquoted(`'first'\\''s${between}last'\\''s'`);
  assert.ok(text.includes("first's") && text.includes("last's") && text.length < between.length);
});

test.run();
