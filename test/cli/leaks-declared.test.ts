/** Promise 2 for values that nothing but a declaration makes secrets: messages of commands that end before they read what is declared. */
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

test.run();
