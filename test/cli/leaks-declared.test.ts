/** Promise 2 for values that no rule knows: declared ones in messages of commands that end early, and what was pasted where a name belongs. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '../../scripts/lib/values.ts';
import { COMMANDS, type CommandName } from '../../src/cli/commands.ts';
import { assert, suite } from '../helpers/suite.ts';
import { packet, run, withFolder } from './helpers.ts';

const test = suite('declared values in messages');
const VALUE = expand(['{base62:24}'], 'declared and named');
const ENV = { DECLARED_ONE: VALUE };
const DECLARING = packet('known_secrets: { sources: [{ kind: env, names: [DECLARED_ONE] }] }');

/** Command lines that fail at once, with the value where a name stands. */
const EARLY: readonly (readonly string[])[] = [
  ['a.txt', '-o', `json=${VALUE}/x`],
  ['a.txt', '-o', `json=/${VALUE}/a`],
  ['a.txt', '--ledger', `${VALUE}/x`],
  ['a.txt', '--baseline', VALUE],
  ['a.txt', '--rules', VALUE],
  ['a.txt', '--known-dotenv', `./${VALUE}.env`],
  ['--files-from', VALUE],
  [VALUE],
];

test('where another flag for them cannot be followed', () =>
  withFolder({ 'a.txt': '' }, async (cwd) => {
    const slashed = expand(['{base62:9}', '/', '{base62:9}', '/', '{base62:6}'], 'declared with slashes');
    for (const flag of ['--known-fd', '--known-env']) {
      const argv = ['a.txt', flag, `/no/${slashed}`, '--known-env', 'DECLARED_*'];
      const { code, err } = await run(argv, { cwd, env: { DECLARED_ONE: slashed } });
      assert.is(code, 2, err);
      assert.not(err.includes(slashed), err);
    }
  }));

test('in an address that is given where a repository belongs', () =>
  withFolder({}, async (cwd) => {
    const password = expand(['{letters:4}', '{digits:2}', '{base62:10}'], 'an address');
    const { code, out, err } = await run(['audit', `https://app:${password}@git.internal/a.git`], { cwd });
    assert.equal([code, out], [2, '']);
    assert.not(err.includes(password), err);
    assert.match(err, /<redacted:/);
  }));

test('of a scan that a flag tells of them', () =>
  withFolder({ 'a.txt': '' }, async (cwd) => {
    for (const argv of EARLY) {
      const { code, out, err } = await run([...argv, '--known-env', 'DECLARED_*'], { cwd, env: ENV });
      assert.equal([code, out], [2, ''], argv.join(' '));
      assert.not(err.includes(VALUE), argv.join(' '));
    }
  }));

test('of every command, where the packet declares them', () =>
  withFolder({ 'a.txt': '', '.watertight/packet.yaml': DECLARING }, async (cwd) => {
    for (const name of Object.keys(COMMANDS) as CommandName[]) {
      for (const words of [[VALUE], [`${VALUE}/x`, VALUE], ['--out', `${VALUE}/x`], ['-p', VALUE]]) {
        const { out, err } = await run([...name.split(' '), ...words], { cwd, env: ENV });
        assert.not((out + err).includes(VALUE), `${name} ${words.join(' ')}: ${out}${err}`);
      }
    }
  }));

test('where a file of values has them in the place of names', () => {
  const odd = expand(['{base62:9}', '7a'], 'no name');
  const files = { 'a.txt': '', '.env': `${odd}: 1\n${odd}x: a long enough value of it\n`, [`dir/${odd}`]: '1' };
  return withFolder(files, async (cwd) => {
    for (const flag of ['--known-dotenv=.env', '--known-dir=dir']) {
      const { out, err } = await run(['a.txt', flag], { cwd });
      assert.match(out, /known values not checked: value no\. 1 \(too weak/);
      assert.not((out + err).includes(odd), flag);
    }
  });
});

/** Files of rules that cannot be used, with something pasted where a word belongs. */
const WRONG_RULES: Readonly<Record<string, (odd: string) => string>> = {
  'id.toml': (odd) => `[[rules]]\nid = "${odd}"\nregex = "(a"\n`,
  'key.toml': (odd) => `[[rules]]\nid = "a"\nregex = "abc"\n${odd} = 1\n`,
  'alias.yaml': (odd) => `rules: *${odd}\n`,
  'field.yaml': (odd) => `rules: [{ ${odd}: 1, ${FIELDS}, pattern: 'abc' }]\n`,
  'validator.yaml': (odd) => `rules: [{ ${FIELDS}, pattern: 'abc', validator: ${odd} }]\n`,
  'matcher.yaml': (odd) => `rules: [{ ${FIELDS}, matcher: ${odd} }]\n`,
  'flags.yaml': (odd) => `rules: [{ ${FIELDS}, pattern: 'abc', flags: ${odd} }]\n`,
  'pattern.yaml': (odd) => `rules: [{ ${FIELDS}, pattern: '(${odd}' }]\n`,
};
const FIELDS = 'id: a, name: a, class: secret, severity: high, confidence: context, keywords: [abc], examples: []';

for (const [name, text] of Object.entries(WRONG_RULES)) {
  test(`in the message about ${name}`, () => {
    const odd = expand(['{base62:9}', '7a'], 'pasted');
    return withFolder({ 'a.txt': '', [name]: text(odd) }, async (cwd) => {
      for (const argv of [
        ['a.txt', '--rules', name],
        ['rules', 'test', name],
      ]) {
        const { err, out } = await run(argv, { cwd });
        assert.match(err, /watertight: (?:Cannot use (?:the )?rules? |rule a of key\.toml)/);
        assert.not((out + err).includes(odd.slice(0, 8)), err);
      }
    });
  });
}

test('of commands that scan nothing, about names of documents, of the repository and of the packet', () => {
  const declaring = `${DECLARING}decision: { record: ${VALUE}.yaml, branches: [yes] }\n`;
  const files = { [`${VALUE}.md`]: '# Title\n', '.watertight/packet.yaml': declaring };
  return withFolder(files, async (cwd) => {
    execFileSync('git', ['init', '-q'], { cwd });
    execFileSync('git', ['config', 'core.hooksPath', `${VALUE}/hooks`], { cwd });
    const commands = [
      ['hook', 'status'],
      ['hook', 'install'],
      ['hook', 'status'],
      ['hook', 'uninstall'],
      ['packet', 'init', '--from', `${VALUE}.md`],
      ['packet', 'eval'],
      ['packet', 'coverage'],
      ['decision', 'new'],
      ['decision', 'history'],
      ['allow', '--unread', 'corrupt', '--path', VALUE, '--reason', 'x', '--owner', 'y', '--expires', '2999-12-31'],
    ];
    for (const argv of commands) {
      const { out, err } = await run(argv, { cwd, env: ENV });
      assert.not((out + err).includes(VALUE), `${argv.slice(0, 2).join(' ')}: ${out}${err}`);
      assert.not.match(err, /internal error/);
    }
    const packetText = readFileSync(join(cwd, '.watertight/packet.yaml'), 'utf8');
    assert.is(packetText, declaring, 'a packet takes no declared value');
  });
});

test.run();
