import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../helpers/suite.ts';
import { withRepository } from '../source/git/helpers.ts';
import { runIn } from './hook/helpers.ts';
import { run, token, withFolder } from './helpers.ts';

const test = suite('what cannot be written');
const FINGERPRINT = `h1:${'0'.repeat(32)}`;
/** A file stands where a folder would have to be made. */
const FILES = { '.watertight': 'a file\n', 'a.log': `token ${token('unwritable')}\n`, 'x.json': '' };
const HERE = 'something of that name is there|not a directory';

const WRITES: readonly (readonly [command: readonly string[], said: string])[] = [
  [['allow', FINGERPRINT, '--reason', 'x', '--owner', 'jp'], `Cannot write \\.watertight/packet\\.yaml: (?:${HERE})`],
  [['known', 'build', '--from', 'env:OWN_*'], `Cannot write \\.watertight/known\\.fp: (?:${HERE})`],
  [['run', '--', 'true'], `Cannot write \\.watertight/runs/[\\w-]+: (?:${HERE})`],
  [['baseline', 'create', '--out', 'x.json/b.json'], `Cannot write x\\.json/b\\.json: (?:${HERE})`],
  [['scan', '.', '-o', 'sarif=x.json/b.json'], 'Cannot write x\\.json/b\\.json: its folder does not exist'],
  [['scan', '.', '--ledger', '.git'], 'Cannot write \\.git: is a directory'],
  [['scan', '.', '--ledger', 'n'.repeat(300)], 'Cannot write n{300}: name too long'],
  [['redact', 'a.log', '--out', 'x.json/y/z'], 'Cannot write x\\.json/y/z: its folder does not exist'],
  [['redact', 'a.log', '--out', 'n'.repeat(300)], 'Cannot write n{300}: name too long'],
];
for (const [argv, said] of WRITES) {
  test(`${argv.slice(0, 2).join(' ')} names the file and says why, and ends with 2`, () =>
    withFolder({ ...FILES, '.git/HEAD': 'ref: refs/heads/main\n' }, async (cwd) => {
      const env = { WATERTIGHT_FP_KEY: 'k'.repeat(43), OWN_VALUE: token('own') };
      const { code, err } = await run([...argv], { cwd, env });
      assert.is(code, 2, err);
      assert.match(err, new RegExp(`^watertight: ${said}`, 'm'));
      assert.not.match(err, /internal error/);
      assert.ok(statSync(`${cwd}/.watertight`).isFile());
    }));
}

test('a hook that cannot be installed is told with its place', () =>
  withRepository(async (cwd) => {
    rmSync(join(cwd, '.git/hooks'), { recursive: true, force: true });
    writeFileSync(join(cwd, '.git/hooks'), 'a file\n');
    const program = { node: process.execPath, script: join(cwd, 'watertight.js') };
    const { code, err } = await runIn(cwd, ['hook', 'install'], { program });
    assert.is(code, 2);
    assert.match(err, /Cannot install the hook pre-commit at .*\/hooks\/pre-commit: /, err);
  }));

test.run();
