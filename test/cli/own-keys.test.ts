import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { expand } from '../../scripts/lib/values.ts';
import { assert, suite } from '../helpers/suite.ts';
import { put } from '../source/git/events.ts';
import { git, withRepository } from '../source/git/helpers.ts';
import { runIn } from './hook/helpers.ts';
import { run, withFolder } from './helpers.ts';

const test = suite("the project's own keys");

const KEY = expand(['{hex:64}'], 'own key');
const PRINTS = Buffer.from(expand(['{base62:32}'], 'print key'), 'latin1').toString('base64');
const FILE = '.watertight/key';
const IGNORED = { '.gitignore': `${FILE}\n`, [FILE]: `${KEY}\n` };

test('a key that is staged or committed is a leak, ignored by Git or not', () =>
  withRepository(async (folder) => {
    put(folder, { ...IGNORED, a: 'ok\n' });
    git(folder, ['add', '.']);
    assert.is((await runIn(folder, ['hook', 'pre-commit'])).code, 0);
    git(folder, ['add', '-f', FILE]);
    for (const argv of [
      ['hook', 'pre-commit'],
      ['scan', '--staged'],
    ]) {
      const { code, out, err } = await runIn(folder, argv);
      assert.is(code, 1, argv.join(' '));
      assert.match(out, /\.watertight\/key:1:1/);
      assert.not((out + err).includes(KEY));
    }
    git(folder, ['commit', '-q', '-m', 'key']);
    assert.is((await runIn(folder, ['audit'])).code, 1);
  }));

test('the file that the key is read from is left out of a scan, a copy of it and the variables are not', () =>
  withFolder({ ...IGNORED, 'a.log': 'ready\n' }, async (cwd) => {
    const { code, out } = await run(['scan', '.', '--ledger', 'l.jsonl'], { cwd });
    assert.is(code, 0, out);
    assert.not.match(out, /known values:/);
    assert.match(readFileSync(join(cwd, 'l.jsonl'), 'utf8'), /"path":"\.watertight\/key".*"excluded".*own key/);
    assert.is((await run(['check'], { cwd })).code, 0);
  }));

for (const [what, text, env] of [
  ['a copy of the key', `x ${KEY}\n`, {}],
  ['the variable of the key, in base64', `x ${Buffer.from(KEY).toString('base64')}\n`, { WATERTIGHT_KEY: KEY }],
  ['the key of fingerprints', `x ${PRINTS}\n`, { WATERTIGHT_FP_KEY: PRINTS }],
] as const) {
  test(`${what} is found in evidence`, () =>
    withFolder({ ...IGNORED, 'a.log': text }, async (cwd) => {
      const { code, out } = await run(['scan', 'a.log'], { cwd, env });
      assert.is(code, 1);
      assert.match(out, /Known value (?:\.watertight\/key|WATERTIGHT_(?:FP_)?KEY)/);
      assert.is((await run(['scan', 'a.log'], { cwd })).code, what === 'the key of fingerprints' ? 0 : 1);
    }));
}

test('a key file that no .gitignore leaves out is told of on standard error', () =>
  withRepository(async (folder) => {
    put(folder, { [FILE]: `${KEY}\n`, a: 'ok\n' });
    const note = /note: no \.gitignore ignores \.watertight\/key/;
    assert.match((await runIn(folder, ['scan', 'a'])).err, note);
    for (const line of [FILE, '.watertight/', '*']) {
      put(folder, { '.gitignore': `${line}\n` });
      assert.not.match((await runIn(folder, ['scan', 'a'])).err, note, line);
    }
  }));

test.run();
