import { COMMANDS, type CommandName } from '../../src/cli/commands.ts';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { assert, suite } from '../helpers/suite.ts';
import { run, withFolder } from './helpers.ts';

const test = suite('exit codes in help');

/** The first bytes of a Windows image, which is not opened. */
const WINDOWS_IMAGE = Buffer.from('MSWIM\0\0\0');

test('every command says what 2 is, and its codes in order', () => {
  for (const name of Object.keys(COMMANDS) as CommandName[]) {
    const codes = [...exitCodes(name).matchAll(/(?:: |; )(\d) /g)].map(([, code]) => code);
    assert.ok(codes.includes('2'), name);
    if (name !== 'run')
      assert.equal(
        codes,
        [...codes].sort((one, other) => Number(one) - Number(other)),
        name,
      );
  }
});

test('a command that looks for no leak speaks of none', () => {
  for (const name of ['allow', 'explain', 'rules', 'known build', 'hook install', 'packet init'] as const)
    assert.not.match(exitCodes(name), /leak|violation/, name);
});

test('what help says is what happens', () =>
  withFolder({ 'a.txt': 'nothing\n', 'r.yaml': 'rules: 1\n', 'x/a.wim': WINDOWS_IMAGE }, async (cwd) => {
    for (const [command, code, said] of [
      [['rules', 'show', 'gitlab-pat'], 0, '0 shown'],
      [['rules', 'test', 'r.yaml'], 2, '2 could not run'],
      [['explain', 'a.txt:1'], 0, '0 explained'],
      [['baseline', 'create', 'x', '--out', 'b.json'], 3, '3 written, but something in scope'],
    ] as const) {
      const name = (command[0] === 'explain' ? command[0] : command.slice(0, 2).join(' ')) as CommandName;
      assert.is((await run(command, { cwd })).code, code, name);
      assert.ok(exitCodes(name).includes(said), name);
    }
  }));

test.run();
