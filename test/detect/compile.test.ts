import { compileRule } from '../../src/detect/compile.ts';
import { MATCHERS } from '../../src/detect/matchers.ts';
import { analysePattern } from '../../src/detect/pattern-analysis.ts';
import type { KeywordPlace } from '../../src/detect/rule.ts';
import { loadRuleFile } from '../../src/detect/rule-file.ts';
import { ScanError } from '../../src/errors.ts';
import { assert, suite } from '../helpers/suite.ts';
import { ACME_RULE as rule } from './acme-rule.ts';

const test = suite('compileRule()');

test('knows where the keyword stands in a match, how long it may be and what of it is public', () => {
  const { places, maxLength, prefixLength } = compileRule(rule, MATCHERS, 'acme.yaml');
  const [place] = JSON.parse(places) as KeywordPlace[];
  assert.equal(
    { offset: place?.offset, maxLength, prefixLength },
    { offset: { min: 0, max: 0 }, maxLength: 14, prefixLength: 5 },
  );
});

test('never counts random characters to the public prefix', () => {
  assert.is(analysePattern('(?<secret>ab(?:[01][01]){2})', '', ['ab']).prefixLength, 2);
});

const REFUSED: readonly (readonly [string, string, RegExp])[] = [
  ['an unbounded quantifier', 'acme_[a-z]+', /unbounded/],
  ['a back-reference', '(acme_)\\1', /back-references/],
  ['a match that may be too long', 'acme_(?:[a-z]{100}){30}', /longest match/],
  ['a match without any keyword', '(?:acme_|other_)[a-z]{4}', /not every match/],
  ['a malformed pattern', 'acme_(', /./],
];
for (const [what, pattern, reason] of REFUSED) {
  test(`refuses ${what}, naming rule and file`, () => {
    assert.throws(
      () => compileRule({ ...rule, pattern }, MATCHERS, 'acme.yaml'),
      (error: unknown) =>
        error instanceof ScanError &&
        error.code === 'rule-invalid' &&
        /acme-token at acme\.yaml/.test(error.message) &&
        reason.test(error.message),
    );
  });
}

test('says which key of a rule cannot be used, and nothing of what stands in it', () => {
  const held = 'hunter2swordfish';
  const { keywords: _, pattern: __, ...rest } = rule;
  for (const [broken, reason] of [
    [{ ...rule, pattern: `acme_(?:${held})+` }, "'pattern' cannot be used: unbounded quantifier at character 6"],
    [{ ...rule, keywords: [held] }, "'pattern' cannot be used: not every match holds one of the keywords"],
    [{ ...rule, pattern: `acme_(${held}` }, "'pattern' cannot be used: Unterminated group"],
    [
      { ...rest, context: ['box'], value: `(?:${held})+`, bridge: 'near' },
      "'value' cannot be used: unbounded quantifier at",
    ],
  ] as const)
    assert.throws(
      () => compileRule(broken, MATCHERS, 'acme.yaml'),
      ({ message }: Error) => message.includes(reason) && !message.includes(held),
    );
});

const BROKEN: readonly (readonly [string, string, RegExp])[] = [
  ['bad YAML', 'rules:\n  - id: [', /f\.yaml:\d+:\d+/],
  ['no list of rules', 'rule: 1', /needs a list/],
  [
    'an unknown field',
    'rules:\n  - {id: a, name: a, class: secret, severity: high, confidence: context, examples: [], colour: red}',
    /f\.yaml:2: 'colour' is no field/,
  ],
  ['a missing field', 'rules:\n  - {id: a}', /'name' is missing/],
  [
    'a value out of the list',
    'rules:\n  - {id: a, name: a, class: nothing, severity: high, confidence: context, examples: []}',
    /'class' is one of/,
  ],
  [
    'an unknown validator',
    'rules:\n  - {id: a, name: a, class: secret, severity: high, confidence: context, examples: [], validator: nope}',
    /validator 'nope' is unknown/,
  ],
];
for (const [what, text, reason] of BROKEN) {
  test(`says file and line of ${what}`, async () => {
    const error = await loadRuleFile(text, 'f.yaml').then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.instance(error, ScanError);
    assert.match(String(error), reason);
  });
}

function contextRule(bridge: 'assignment' | 'near' | 'labelled' | 'adjacent'): (text: string) => string | undefined {
  const { keywords: _, pattern: __, ...rest } = rule;
  const { pattern = '' } = compileRule({ ...rest, context: ['box'], value: '[0-9a-z]{8}', bridge }, MATCHERS, 'x');
  const expression = new RegExp(pattern);
  return (text) => expression.exec(text)?.groups?.['secret'];
}

test('a labelled bridge begins at a whole name and leaves what stands between to the validator', () => {
  const find = contextRule('labelled');
  assert.is(find('box client: "a1b2c3d4"'), 'a1b2c3d4');
  assert.is(find('myBoxToken=a1b2c3d4'), 'a1b2c3d4');
  assert.is(find('checkbox token a1b2c3d4'), undefined);
});

test('an adjacent bridge holds labels and marks alone', () => {
  const find = contextRule('adjacent');
  for (const text of [
    'BOX_API_KEY=a1b2c3d4',
    'box token a1b2c3d4',
    '"boxAuthToken": "a1b2c3d4"',
    'box-secret-a1b2c3d4',
  ])
    assert.is(find(text), 'a1b2c3d4', text);
  for (const text of ['box of a1b2c3d4', 'box = a1b2c3d4', 'box_api_key is not a1b2c3d4', 'checkbox_key=a1b2c3d4'])
    assert.is(find(text), undefined, text);
});

test('a value may stand on the next line, in a property list, a list of variables or as a first member', () => {
  const texts = [
    '<key>BoxToken</key>\n  <string>a1b2c3d4</string>',
    '- name: BOX_TOKEN\n  value: a1b2c3d4',
    '{"name": "BOX_TOKEN",\n  "value": "a1b2c3d4"}',
    ['box:\n  api_key:', 'a1b2c3d4'].join(' '),
    ['"box": {\n  "secret":', '"a1b2c3d4"'].join(' '),
  ];
  for (const bridge of ['near', 'labelled'] as const) {
    for (const text of texts) assert.is(contextRule(bridge)(text), 'a1b2c3d4', `${bridge}: ${text}`);
  }
  assert.is(contextRule('assignment')(texts[0] ?? ''), 'a1b2c3d4');
  assert.is(contextRule('near')('- name: BOX_TOKEN\n  other: a1b2c3d4'), undefined);
});

test('a sentence assigns with "is"', () => {
  assert.is(contextRule('assignment')('The Box key is a1b2c3d4.'), 'a1b2c3d4');
  assert.is(contextRule('assignment')('The Box key this a1b2c3d4.'), undefined);
});

test.run();
