import { expand } from '../../scripts/lib/values.ts';
import { builtinRules } from '../../src/detect/builtin.ts';
import { assert, suite } from '../helpers/suite.ts';
import { chunks, run, token, withFolder } from './helpers.ts';

const test = suite('watertight rules');
const world = { cwd: process.cwd() };

test('lists every built-in rule once, in order', async () => {
  const { code, out } = await run(['rules'], world);
  const ids = out
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  assert.is(code, 0);
  assert.equal(
    ids,
    builtinRules()
      .map(({ id }) => id)
      .sort(),
  );
});

test('words choose rules by id or name, whatever their case', async () => {
  const { out } = await run(['rules', 'GitLab'], world);
  assert.match(out, /^gitlab-/m);
  assert.not.match(out, /^github-/m);
  assert.is((await run(['rules', 'no such rule'], world)).out, '');
});

test('--json gives a rule a line', async () => {
  const { out } = await run(['rules', '--json', 'gitlab-pat'], world);
  const rule = JSON.parse(out.split('\n')[0] ?? '') as Record<string, string>;
  assert.is(rule['id'], 'gitlab-pat');
  assert.is(rule['class'], 'secret');
});

test('show tells all of a rule, its examples as templates', async () => {
  const { code, out } = await run(['rules', 'show', 'gitlab-pat'], world);
  assert.is(code, 0);
  assert.match(out, /^gitlab-pat {2}GitLab personal access token\n {2}class +secret$/m);
  assert.match(out, /^ {2}example +"glpat-" "\{base64url:19\}"/m);
  const { out: json } = await run(['rules', 'show', 'generic-secret', '--json'], world);
  assert.is((JSON.parse(json) as { matcher: string }).matcher, 'assignment');
  const near = await run(['rules', 'show', 'gitlab-pta'], world);
  assert.equal([near.code, /did you mean gitlab-pat\?/.test(near.err)], [2, true]);
  for (const argv of [[], ['a', 'b'], ['no such id at all']])
    assert.is((await run(['rules', 'show', ...argv], world)).code, 2);
});

test('every built-in rule can be shown', async () => {
  const { builtinSyntax } = await import('../../src/detect/rule-sources.ts');
  for (const id of ['age-secret-key', 'provider-credential', 'zuplo-api-key', 'url-userinfo']) {
    if (builtinRules().some((rule) => rule.id === id)) assert.is((await builtinSyntax(id))?.id, id);
  }
});

const ACME = `rules:
  - id: acme-token
    name: Acme token
    class: secret
    severity: high
    confidence: provider-shape
    keywords: [acme_]
    pattern: '\\bacme_(?<secret>[0-9A-Za-z]{30})\\b'
    examples: [[acme_, '{base62:30}']]
    non_examples: [[acme_, short]]
`;

test('test checks the examples of a file, times it, and shows what it finds in a text', async () =>
  withFolder({ 'a.yaml': ACME, 't.txt': `x\n  acme_${'a1B2c3D4e5'.repeat(3)}\n` }, async (cwd) => {
    const plain = await run(['rules', 'test', 'a.yaml'], { cwd });
    assert.is(plain.code, 0);
    assert.match(
      plain.out,
      /^ok {5}acme-token {2}1 example, 1 non-example, slowest window \d+\.\d\d ms\n1 rule, 0 faults\n$/,
    );
    const text = await run(['rules', 'test', 'a.yaml', '--text', '-', '--json'], {
      cwd,
      stdin: chunks(`x\n  acme_${token('t').slice(6)}abcdefghij\n`),
    });
    const { hits } = JSON.parse(text.out) as { hits: { ruleId: string; line: number; column: number }[] };
    assert.equal(
      hits.map(({ ruleId, line, column }) => [ruleId, line, column]),
      [['acme-token', 2, 8]],
    );
  }));

test('test fails for an example that is not found and a non-example that is', async () =>
  withFolder(
    {
      'a.yaml': ACME.replace('{base62:30}', '{base62:29}').replace('[acme_, short]', "[acme_, '{base62:30}']"),
      'b.yaml': ACME.replace('{base62:30}', '{check}'),
      'none.yaml': ACME.replace("[[acme_, '{base62:30}']]", '[]'),
      'g.toml': '[[rules]]\nid = "x"\nregex = "[0-9]{4}"\n[allowlist]\nstopwords = ["5"]\n',
      't.txt': '1234 5678',
    },
    async (cwd) => {
      const { code, out } = await run(['rules', 'test', 'a.yaml'], { cwd });
      assert.is(code, 1);
      assert.match(out, /^FAILED acme-token/m);
      assert.match(out, /example 0 is not found\n +non-example 0 is found\n1 rule, 2 faults/);
      assert.match(
        (await run(['rules', 'test', 'b.yaml'], { cwd })).err,
        /rule acme-token of b\.yaml: an example cannot be made/,
      );
      assert.match((await run(['rules', 'test', 'none.yaml'], { cwd })).out, /has no example/);
      const gitleaks = await run(['rules', 'test', 'g.toml', '--text', 't.txt'], { cwd });
      assert.match(
        gitleaks.out,
        /^1:1 {2}x {2}4 bytes, provider-shape\n1:6 .*, allowed by the file\n1 rule, 0 faults, 2 hits\n$/,
      );
      assert.is((await run(['rules', 'test'], { cwd })).code, 2);
    },
  ));

/** A rule whose id, or name, is something else. */
function renamed(key: 'id' | 'name', text: string): string {
  return ACME.replace(key === 'id' ? 'acme-token' : 'Acme token', text);
}

test('a rule whose id is a value is refused wherever it is read, and a name is shown without one', async () => {
  const value = expand(['xo', 'xb-', '{digits:12}', '-', '{digits:13}', '-', '{base36:24}'], 'an id that is a token');
  const own = `acme-${'a1b2c3d4e5'.repeat(3)}`;
  const files = {
    'id.yaml': renamed('id', value),
    'own.yaml': renamed('id', own)
      .replace('[acme_]', '[acme-]')
      .replace('acme_(?<secret>', 'acme-(?<secret>')
      .replaceAll('[acme_,', '[acme-,'),
    'name.yaml': renamed('name', token('a name')),
    'a.txt': `acme_${'a1B2c3D4e5'.repeat(3)}\nacme-${'a1B2c3D4e5'.repeat(3)}\n`,
  };
  await withFolder(files, async (cwd) => {
    for (const argv of [
      ['rules', 'test'],
      ['explain', 'a.txt:1', '--rules'],
      ['scan', 'a.txt', '--rules'],
    ]) {
      const refused = await run([...argv, 'id.yaml'], { cwd });
      assert.equal([refused.code, refused.out], [2, '']);
      assert.not(refused.err.includes(value.slice(0, 30)));
      const held = await run([...argv, 'own.yaml'], { cwd });
      assert.is(held.code, 2);
      assert.not((held.out + held.err).includes(own), argv.join(' '));
      const named = await run([...argv, 'name.yaml'], { cwd });
      assert.is.not(named.code, 2, named.err);
      assert.not((named.out + named.err).includes(token('a name')));
    }
  });
});

test.run();
