import { expand } from '../../scripts/lib/values.ts';
import { mayQuote } from '../../src/may-quote.ts';
import { nearest, quoted, quotedPair } from '../../src/policy/quotation.ts';
import { SURFACES } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('quotation');

test('quotes names as people write them', () => {
  for (const text of [
    'forbid',
    'generated_config',
    'CTO-WORK-020',
    'max_expansion_ratio',
    'accept unread',
    'maxDepth',
    'camelCaseName',
    'acme/m@1',
    'acme/case-8b+tools-20260115',
  ]) {
    assert.is(quoted(text), `'${text}'`);
  }
});

test('quotes nothing long, unprintable or random', () => {
  const texts = [
    'x'.repeat(41),
    'a\u001b[31m',
    'a\nb',
    expand(['{hex:32}'], 'a'),
    expand(['{base62:24}'], 'b'),
    expand(['glpat-', '{base62:20}'], 'c'),
    expand(['db://u:', 'pa', '{lower:5}', '@h'], 'f'),
    expand(['{digits:12}'], 'd'),
    expand(['AKIA', '{letters:2}', '{upper:14}'], 'e'),
  ];
  for (const text of texts) assert.is(mayQuote(text), false, text);
  assert.is(quoted('a\nb'), '(a text of 3 characters)');
});

test('tells two texts apart that it does not show', () => {
  assert.equal(quotedPair('acme/m@1', 'acme/m@2'), ["'acme/m@1'", "'acme/m@2'"]);
  const [one, other] = [`${'x'.repeat(30)}${'y'.repeat(20)}`, `${'x'.repeat(30)}${'z'.repeat(20)}`];
  assert.equal(quotedPair(one, other), ['(a text of 50 characters)', 'another (they differ from character 31 on)']);
});

test('finds what was probably meant', () => {
  const meant: Readonly<Record<string, string | undefined>> = {
    logs: 'backend_log',
    log: 'backend_log',
    config: 'generated_config',
    tasks: 'task_file',
    reprot: 'report',
    traces: 'trace',
    SOT: 'sot',
    commits: 'commit',
    banana: undefined,
  };
  for (const [text, choice] of Object.entries(meant)) assert.is(nearest(text, SURFACES), choice, text);
  assert.is(nearest('x'.repeat(1000), SURFACES), undefined);
});

test.run();
