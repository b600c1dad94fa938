import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '../../scripts/lib/values.ts';
import { assert, suite } from '../helpers/suite.ts';
import { token, withFolder } from './helpers.ts';
import { ran, script } from './run-helpers.ts';

const test = suite('watertight run: arguments');
const TOKEN = token('run');
const PASSWORD = expand(['{base62:14}', '7a'], 'run-password');
const read = (cwd: string, path: string): string => readFileSync(join(cwd, path), 'utf8');

test('does not start a command with a value among its arguments', () =>
  withFolder({}, async (cwd) => {
    const { code, out, err } = await ran(['run', '--out', 'kept', '--', 'importer', '--token', TOKEN], cwd);
    assert.is(code, 1);
    assert.is(out, '');
    assert.match(err, 'REFUSED  argv[2], value of --token holds a value');
    assert.not.match(err, TOKEN);
    assert.not.ok(existsSync(join(cwd, 'kept')));
  }));

test('starts a command with references among its arguments', () =>
  withFolder({}, async (cwd) => {
    const { code } = await ran(
      ['run', '-q', ...script('0'), '--', '--token', '$TOKEN', '--password-file', '/run/secrets/p'],
      cwd,
    );
    assert.is(code, 0);
    const [ignored, ...runs] = readdirSync(join(cwd, '.watertight/runs'));
    assert.equal([ignored, runs.length], ['.gitignore', 1]);
    assert.is(readFileSync(join(cwd, '.watertight/runs/.gitignore'), 'utf8'), '*\n');
  }));

test('does not start a command with a declared value in parts, which a shell would put together', () =>
  withFolder({ 'tok.env': `KV=${PASSWORD}\n` }, async (cwd) => {
    const [head, tail] = [PASSWORD.slice(0, 7), PASSWORD.slice(7)];
    for (const words of [
      [head, tail],
      ['-c', `a=${head}; echo $a${tail}`],
    ]) {
      const { code, out, err } = await ran(
        ['run', '--known-dotenv', 'tok.env', '--out', 'kept', '--', 'echo', ...words],
        cwd,
      );
      assert.equal([code, out, existsSync(join(cwd, 'kept'))], [1, '', false]);
      assert.match(err, /REFUSED {2}argv\[[12]\] holds a value: Known value/);
    }
  }));

test('takes an argument that the output gives away out of all that it keeps, and says that it was to be read', () =>
  withFolder({}, async (cwd) => {
    const { code, err } = await ran(['run', '--out', 'kept', '--', 'sh', '-c', 'echo "DB_PASSWORD=$0"', PASSWORD], cwd);
    assert.is(code, 0, err);
    assert.match(err, 'note: argv[3] held a value that every process on this machine could read');
    for (const name of readdirSync(join(cwd, 'kept'))) assert.not.match(read(cwd, `kept/${name}`), PASSWORD);
  }));

test('takes what a file of the command gives away out of its own, and tells that file', () =>
  withFolder({ 's.env': `DB_PASSWORD=${PASSWORD}\n` }, async (cwd) => {
    const body = `cp s.env "$WATERTIGHT_RUN_DIR/a.env"; cp s.env "$WATERTIGHT_RUN_DIR/${PASSWORD}.txt"; echo bare ${PASSWORD}`;
    const { code, err } = await ran(['run', '--out', 'kept', '--', 'sh', '-c', body], cwd);
    assert.is(code, 1);
    assert.match(err, 'kept/a.env:1');
    assert.not.match(err, PASSWORD);
    for (const name of ['run.json', 'ledger.jsonl', 'argv.json', 'stdout.log'])
      assert.not.match(read(cwd, `kept/${name}`), PASSWORD, name);
  }));

test.run();
