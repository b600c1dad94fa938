import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../helpers/suite.ts';
import { withRepository } from '../source/git/helpers.ts';
import { runIn } from './hook/helpers.ts';
import { chunks, packet, run, token, withFolder } from './helpers.ts';

const test = suite('runs with nothing in scope');
const FILES = {
  'q/a.log': `token ${token('nothing')}\n`,
  list: '',
  'packet.yaml': packet("exclude: ['k.txt', 'q/**']"),
  'k.txt': 'ok\n',
};
const EMPTY = /EMPTY {1,2}no file in scope: nothing was scanned/;

const NOTHING: readonly (readonly [string, readonly string[]])[] = [
  ['an empty folder', ['scan', 'empty']],
  ['an empty list', ['scan', '--files-from', 'list']],
  ['a named file that the packet excludes', ['scan', 'k.txt', '-p', 'packet.yaml']],
  ['a folder of which all is excluded', ['scan', 'q', '--exclude', '*.log']],
  ['an empty folder for agents', ['scan', 'empty', '-f', 'brief']],
  ['an empty folder to redact', ['redact', 'empty', '--out', 'copy']],
];
for (const [what, argv] of NOTHING) {
  test(`${what} is no success: exit 3`, () =>
    withFolder(FILES, async (cwd) => {
      mkdirSync(join(cwd, 'empty'));
      const { code, out } = await run(argv, { cwd });
      assert.is(code, 3);
      assert.match(out, EMPTY);
    }));
}

test('standard input without a byte is no success, alone or beside files', () =>
  withFolder(FILES, async (cwd) => {
    for (const stdin of [chunks(), chunks('', '')]) {
      const { code, out } = await run(['scan', '-'], { cwd, stdin });
      assert.is(code, 3);
      assert.match(out, EMPTY);
    }
    const beside = await run(['scan', '-', 'k.txt', '-f', 'brief'], { cwd, stdin: chunks() });
    assert.is(beside.code, 3);
    assert.match(beside.out, /not scanned: <stdin>: could not be read \(it was empty\)/);
    assert.is((await run(['scan', '-'], { cwd, stdin: chunks('', 'ok\n') })).code, 0);
  }));

test('a check of nothing proves nothing: exit 3, in every format', () =>
  withFolder({}, async (cwd) => {
    const { code, out } = await run(['check'], { cwd });
    assert.is(code, 3);
    assert.match(out, /^EMPTY no file in scope: nothing was scanned \(exit 3\)$/m);
    assert.not.match(out, /COV-01 {2}pass/);
    assert.match((await run(['check', '-f', 'brief'], { cwd })).out, /^watertight: EMPTY/);
    assert.match((await run(['check', '-f', 'sarif'], { cwd })).out, /"executionSuccessful":false/);
  }));

test('a packet alone is no evidence for a check; one file beside it is', () =>
  withFolder({ '.watertight/packet.yaml': packet('') }, async (cwd) => {
    const alone = await run(['check'], { cwd });
    assert.is(alone.code, 3);
    assert.match(alone.out, /COV-01 +only the packet was in scope/);
    writeFileSync(join(cwd, 'a.log'), 'ready\n');
    assert.is((await run(['check'], { cwd })).code, 0);
  }));

test('every format says so, and the report calls the run incomplete', () =>
  withFolder(FILES, async (cwd) => {
    const { out } = await run(['scan', '--files-from', 'list', '-f', 'json'], { cwd });
    const { summary } = JSON.parse(out) as { summary: object };
    assert.equal({ ...summary, files: 0, complete: false, exitCode: 3 }, summary);
    const sarif = await run(['scan', '--files-from', 'list', '-f', 'sarif'], { cwd });
    assert.match(sarif.out, /"executionSuccessful":false/);
    const junit = await run(['scan', '--files-from', 'list', '-f', 'junit'], { cwd });
    assert.match(junit.out, /<error message="no file in scope/);
  }));

test('--report-only ends with 0 here as well, and says that nothing was enforced', () =>
  withFolder(FILES, async (cwd) => {
    const { code, out } = await run(['scan', '--files-from', 'list', '--report-only'], { cwd });
    assert.is(code, 0);
    assert.match(out, /EMPTY .*NOT ENFORCED/);
  }));

test('nothing staged, nothing in the index and an audit without commits are usual: exit 0', () =>
  withRepository(async (cwd) => {
    for (const argv of [['scan', '--staged'], ['hook', 'pre-commit'], ['audit']]) {
      assert.is((await runIn(cwd, argv)).code, 0, argv.join(' '));
    }
  }));

test('an absolute --exclude leaves out what it names, whether paths are named so or not', () =>
  withFolder({ 'a/x.log': FILES['q/a.log'], 'b/y.log': 'ok\n' }, async (cwd) => {
    for (const path of ['.', cwd]) assert.is((await run([path, '--exclude', `${cwd}/a`], { cwd })).code, 0, path);
    const elsewhere = await run(['.', '--exclude', '/a'], { cwd });
    assert.equal([elsewhere.code, elsewhere.out], [2, '']);
    assert.match(elsewhere.err, /Cannot use --exclude '\/a': it is absolute/);
  }));

const BAD_GLOBS: readonly (readonly [string, RegExp])[] = [
  ['', /Cannot use --exclude '': it is empty/],
  ['*', /Cannot use --exclude '\*': it leaves nothing to scan/],
  ['**/*', /it leaves nothing to scan/],
  ['[', /its \[ is not closed/],
];
for (const [glob, message] of BAD_GLOBS) {
  for (const argv of [
    ['scan', 'q'],
    ['redact', 'q', '--out', 'copy'],
    ['surfaces', 'q'],
    ['check'],
    ['explain', 'q/a.log:1'],
  ]) {
    test(`${argv[0]} refuses --exclude '${glob}' before it reads anything`, () =>
      withFolder(FILES, async (cwd) => {
        const { code, out, err } = await run([...argv, '--exclude', glob], { cwd });
        assert.equal([code, out], [2, '']);
        assert.match(err, message);
      }));
  }
}

for (const since of ['yesterdya', 'garbage', '2999-01-01', '']) {
  test(`audit --since '${since}' is refused`, () =>
    withRepository(async (cwd) => {
      const { code, out, err } = await runIn(cwd, ['audit', '--since', since]);
      assert.equal([code, out], [2, '']);
      assert.match(err, /Cannot use --since: /);
    }));
}

test.run();
