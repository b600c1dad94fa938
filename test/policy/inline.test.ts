import { inlineAllowance } from '../../src/policy/inline.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('inlineAllowance');
const CODE = 'key = "planted"';

function on(line: string, more: Partial<Parameters<typeof inlineAllowance>[0]> = {}): string | undefined {
  return inlineAllowance({ line, ruleId: 'acme-token', ...more });
}

const SAME_LINE: Readonly<Record<string, readonly string[]>> = {
  'pragma-allowlist-secret': [
    '# pragma: allowlist secret',
    '#pragma:allowlist secret',
    '// pragma: whitelist secret',
    '/* pragma: allowlist-secret */',
    "' pragma: allowlist secret",
    '-- pragma: allowlist secret',
    '<!-- pragma: allowlist secret -->',
    '; pragma: allowlist secret',
    '% pragma: allowlist secret',
    '{# pragma: allowlist secret #}',
    '& rem pragma: allowlist secret',
    '# pragma: allowlist secret because',
  ],
  'gitleaks:allow': ['# gitleaks:allow', 'gitleaks:allow'],
  'betterleaks:allow': ['// betterleaks:allow'],
  'trufflehog:ignore': ['# trufflehog:ignore'],
  'kingfisher:ignore': ['# kingfisher:ignore'],
  'kingfisher:allow': ['# kingfisher:allow'],
  'keyhog:ignore': ['# keyhog:ignore', '# keyhog:ignore detector=acme-token'],
  'keyhog:allow': ['# keyhog:allow'],
  ggignore: ['# ggignore'],
  notsecret: ['# notsecret'],
  'secretlint-disable-line': [
    '// secretlint-disable-line',
    '/* secretlint-disable-line */',
    '<!-- secretlint-disable-line -->',
    '// secretlint-disable-line -- a reason',
    '// secretlint-disable-line other, acme-token',
    '// secretlint-disable-line @secretlint/secretlint-rule-acme -- why',
    '// secretlint-disable-line @secretlint/secretlint-rule-preset-recommend',
  ],
  'watertight:allow': [
    '# watertight:allow acme-token -- sample of the manual',
    '# watertight:allow other,acme-token -- sample',
  ],
};

for (const [marker, forms] of Object.entries(SAME_LINE)) {
  test(`knows ${marker}`, () => {
    for (const form of forms) assert.is(on(`${CODE} ${form}`), marker, form);
  });
}

test('knows the markers of the line before', () => {
  for (const previous of [
    '# pragma: allowlist nextline secret',
    '  // pragma: whitelist-nextline-secret',
    '<!-- pragma: allowlist nextline secret -->',
  ]) {
    assert.is(on(CODE, { previous }), 'pragma-allowlist-nextline-secret', previous);
  }
  assert.is(on(CODE, { previous: 'x // secretlint-disable-next-line' }), 'secretlint-disable-next-line');
});

test('takes no line for another', () => {
  const lines = [
    CODE,
    `${CODE} pragma: allowlist secret`,
    `${CODE} /* pragma: allowlist secret`,
    `${CODE} # pragma: allow secret`,
    `${CODE} # pragma: allowlist nextline secret`,
    `${CODE} # gitleaks: allow`,
    `${CODE} # keyhog:ignore detector=other`,
    `${CODE} // secretlint-disable-next-line`,
    `${CODE} // secretlint-disable`,
    `${CODE} // secretlint-enable`,
    `${CODE} // secretlint-disable-line other`,
    `${CODE} // secretlint-disable-lines`,
    `${CODE} # watertight:allow`,
    `${CODE} # watertight:allow acme-token`,
    `${CODE} # watertight:allow acme-token --`,
    `${CODE} # watertight:allow acme-token -- 1`,
    `${CODE} <!-- watertight:allow acme-token -->`,
    `${CODE} # watertight:allow other -- a reason`,
  ];
  for (const line of lines) assert.is(on(line), undefined, line);
});

test('takes no marker of the line before that belongs to that line', () => {
  const before = [
    'x # pragma: allowlist nextline secret',
    '# pragma: allowlist secret',
    '# gitleaks:allow',
    '// secretlint-disable-line',
    '# watertight:allow acme-token -- why',
  ];
  for (const previous of before) assert.is(on(CODE, { previous }), undefined, previous);
});

test('in YAML only # begins a comment', () => {
  assert.is(on('a: b // pragma: allowlist secret', { path: 'x/a.yml' }), undefined);
  assert.is(on('a: b # pragma: allowlist secret', { path: 'x/a.YAML' }), 'pragma-allowlist-secret');
});

test('a marker inside the value does not count, one beside it does', () => {
  const line = 'key=planted#gitleaks:allow';
  assert.is(on(line, { span: { start: 4, end: line.length } }), undefined);
  assert.is(on(line, { span: { start: 4, end: 11 } }), 'gitleaks:allow');
  const split = 'key=# planted pragma: allowlist secret';
  assert.is(on(split, { span: { start: 6, end: 13 } }), undefined);
});

test('a span outside the line does no harm', () => {
  assert.is(on(`${CODE} # ggignore`, { span: { start: -5, end: 0 } }), 'ggignore');
  assert.is(on(`${CODE} # ggignore`, { span: { start: 900, end: 2 } }), 'ggignore');
});

test('a very long line has no comments', () => {
  assert.is(on(`${'x'.repeat(10_000)} # gitleaks:allow`), undefined);
  assert.is(on(CODE, { previous: `${' '.repeat(10_000)}# pragma: allowlist nextline secret` }), undefined);
});

test('is quick on lines made to mislead it', () => {
  const started = performance.now();
  for (const piece of ['watertight:allow ', 'secretlint-', 'pragma: ', ' ', '#', 'keyhog:ignore\t']) {
    const line = piece.repeat(Math.floor(9_999 / piece.length));
    assert.is(on(line, { previous: line }) === undefined || piece.startsWith('keyhog'), true);
  }
  assert.ok(performance.now() - started < 1000);
});

test('a comment above the next line may begin with a mark more than once, or with the word of a batch file', () => {
  for (const start of [';;', '##', '%', 'REM', '@rem'])
    assert.is(
      on(CODE, { previous: `${start} pragma: allowlist nextline secret` }),
      'pragma-allowlist-nextline-secret',
      start,
    );
  assert.is(on(CODE, { previous: 'theorem pragma: allowlist nextline secret' }), undefined);
  assert.is(on(`${CODE} theorem pragma: allowlist secret`), undefined);
});

test('a value of several lines is covered by what stands on the line that opens it, and above that', () => {
  const line = 'first\nlast';
  for (const previous of ['key: |  # gitleaks:allow', 'KEY = """  # gitleaks:allow', 'cat <<EOF # gitleaks:allow'])
    assert.is(on(line, { previous }), 'gitleaks:allow', previous);
  const above = '# pragma: allowlist nextline secret';
  assert.is(on(line, { previous: "KEY = '''", above }), 'pragma-allowlist-nextline-secret');
  assert.is(on(line, { previous: 'other = 1  # gitleaks:allow' }), undefined);
  assert.is(on(line, { previous: 'other = 1', above }), undefined);
  assert.is(on('one line', { previous: 'key: |  # gitleaks:allow' }), undefined);
});

test.run();
