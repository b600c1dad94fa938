import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { array, assert as holds, constantFrom, property, uniqueArray } from 'fast-check';
import { nodeFileSystem } from '../../src/source/file-system.ts';
import { parseGitignore, verdictOf, type IgnoreRule } from '../../src/source/gitignore.ts';
import { ignoredBelow } from '../../src/source/ignore-chain.ts';
import { rawFromBytes, rawFromText } from '../../src/source/raw-path.ts';
import { assert, suite } from '../helpers/suite.ts';
import { linesOf, put, withTree } from './helpers.ts';

const test = suite('.gitignore');

/** git with no configuration of the machine. */
function git(cwd: string, ...args: string[]): string {
  const env = { PATH: process.env['PATH'], HOME: cwd, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  return execFileSync('git', args, { cwd, env, encoding: 'latin1', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** Those of the paths that git ignores. */
function gitIgnores(cwd: string, paths: readonly string[]): string[] {
  const env = { PATH: process.env['PATH'], HOME: cwd, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  const input = Buffer.from(paths.map((path) => `${path}\0`).join(''), 'latin1');
  const run = spawnSync('git', ['check-ignore', '--no-index', '--stdin', '-z'], {
    cwd,
    env,
    input,
    encoding: 'latin1',
  });
  return run.stdout.split('\0').slice(0, -1);
}

function ignored(text: string, path: string): boolean {
  const folder = path.endsWith('/');
  const steps = path.split('/').filter((step) => step !== '');
  const rules = parseGitignore(Buffer.from(text).toString('latin1'));
  return (
    verdictOf(
      rules,
      steps.map((step) => Buffer.from(step).toString('latin1')),
      folder,
    ) ?? false
  );
}

test('reads each kind of line', () => {
  const cases: [string, string, boolean][] = [
    ['a', 'x/a', true],
    ['/a', 'x/a', false],
    ['x/a', 'x/a', true],
    ['x/a', 'y/x/a', false],
    ['a/', 'a', false],
    ['a/', 'a/', true],
    ['*.log', 'd/e.log', true],
    ['d/*.log', 'd/e/f.log', false],
    ['**/f', 'f', true],
    ['**/f', 'a/b/f', true],
    ['a/**', 'a/b/c', true],
    ['a/**', 'a/', false],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a**b', 'axxb', true],
    ['#a', '#a', false],
    ['\\#a', '#a', true],
    ['a\n!a', 'a', false],
    ['\\!a', '!a', true],
    ['a  ', 'a', true],
    ['a\\ ', 'a ', true],
    ['a\r\nb', 'a', true],
    ['\uFEFFa', 'a', true],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['[[:digit:]]x', '7x', true],
    ['[]]x', ']x', true],
    ['a[', 'a[', false],
    ['a\\', 'a\\', false],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['', 'a', false],
    ['/', 'a/', false],
    ['{a,b}', 'a', false],
    ['.*', '.h', true],
  ];
  for (const [text, path, expected] of cases)
    assert.is(ignored(text, path), expected, `${JSON.stringify(text)} ${path}`);
});

test('takes time in proportion to its input, whatever the pattern', () => {
  const start = process.cpuUsage();
  assert.not(ignored(`${'*a'.repeat(60)}b`, 'a'.repeat(255)));
  assert.not(ignored(`${'**/a/'.repeat(60)}b`, 'a/'.repeat(1000)));
  assert.ok(process.cpuUsage(start).user / 1000 < 1000);
});

test('says the same as git of random patterns and paths', () =>
  withTree({}, (root) => {
    git(root, 'init', '-q');
    const piece = constantFrom(
      'a',
      'b',
      'ab',
      '*',
      '**',
      '***',
      '?',
      '/',
      '!',
      '[ab]',
      '[!a]',
      '[^b]',
      '[a-',
      ']',
      '\\',
      ' ',
      '-',
      '[[:alpha:]]',
      '[[:x:]]',
      '[]a]',
      '[a-b]',
      '[a/b]',
      '[\\]a]',
      '#',
      '.',
      '\t',
      '\r',
      'ä',
      '[b-a]',
      '\\/',
      '**/',
      '[--a]',
      '[[:a]',
      '[a-[:alpha:]]',
    );
    // git takes the literal start off a pattern before it looks for `**`, so that for it `a**/b` matches `ab`, against its
    // own documentation ("other consecutive asterisks are considered regular asterisks").
    const line = array(piece, { minLength: 1, maxLength: 6 })
      .map((pieces) => pieces.join(''))
      .filter((text) => !/[^/*]\*\*/.test(text.replace(/^!/, '')));
    const step = constantFrom(
      'a',
      'b',
      'ab',
      'aab',
      'ba',
      '.a',
      ' a',
      'a ',
      '!a',
      '#a',
      'ä',
      '-',
      ']',
      '[',
      '\\a',
      '*',
      'a-b',
      '\ta',
    );
    const path = array(step, { minLength: 1, maxLength: 4 }).map((steps) => steps.join('/'));
    const paths = uniqueArray(path, { minLength: 20, maxLength: 40 });
    const check = (lines: readonly string[], names: readonly string[]): void => {
      const text = Buffer.from(lines.join('\n')).toString('latin1');
      put(root, '.gitignore', lines.join('\n'));
      const rules = parseGitignore(text);
      const bytes = names.map((name) => Buffer.from(name).toString('latin1'));
      const expected = new Set(gitIgnores(root, bytes));
      for (const name of bytes) {
        const message = `${JSON.stringify(lines)} ${JSON.stringify(name)}`;
        assert.is(decided(rules, name.split('/')), expected.has(name), message);
      }
    };
    holds(property(array(line, { minLength: 1, maxLength: 4 }), paths, check), { seed: 7, numRuns: 200 });
  }));

/** A folder that is ignored decides for all that is in it. */
function decided(rules: readonly IgnoreRule[], steps: readonly string[]): boolean {
  return steps.some((_, i) => verdictOf(rules, steps.slice(0, i + 1), i < steps.length - 1) === true);
}

test('says the same as git in a tree with nested files', () =>
  withTree(
    {
      '.gitignore': '*.o\n/build/\ndoc/**/*.pdf\n!important.o\nvendor/*\n!vendor/keep\n',
      'src/.gitignore': '!lib.o\ngen\n',
      'src/sub/.gitignore': 'lib.o\n!gen\n',
      'build/.gitignore': '!*',
    },
    async (root) => {
      git(root, 'init', '-q');
      const files = [
        'a.o',
        'important.o',
        'build/x',
        'src/lib.o',
        'src/a.o',
        'src/sub/lib.o',
        'src/gen',
        'src/sub/gen',
      ];
      const more = [
        'doc/a.pdf',
        'doc/x/y/b.pdf',
        'doc/b.txt',
        'vendor/x/y',
        'vendor/keep/z',
        'vendor/w',
        'src/build/x',
      ];
      for (const file of [...files, ...more]) put(root, file);
      const listed = (await linesOf(root, { respectGitignore: true })).filter((line) => !line.includes(': '));
      const kept = git(root, 'ls-files', '--cached', '--others', '--exclude-standard').split('\n').slice(0, -1);
      assert.equal(listed, kept.sort());
      for (const file of [...files, ...more]) {
        const own = ignoredBelow(nodeFileSystem, rawFromText(root), rawFromText(join(root, file)), false);
        assert.is(own !== undefined, gitIgnores(root, [file]).length > 0, file);
      }
    },
  ));

test('is not honoured across the border of a nested repository, nor through a link, nor when it is huge', () =>
  withTree(
    { '.git/HEAD': '', '.gitignore': '*.log', 'in/.git': 'gitdir: x', 'in/a.log': '', 'huge/x': '' },
    async (root) => {
      put(root, 'huge/.gitignore', `x\n${'#'.repeat(1024 * 1024)}`);
      put(root, 'rules', 'y');
      put(root, 'linked/y');
      execFileSync('ln', ['-s', '../rules', join(root, 'linked/.gitignore')]);
      const lines = await linesOf(root, { respectGitignore: true });
      for (const path of ['in/a.log', 'huge/x', 'linked/y']) assert.ok(lines.includes(path), path);
    },
  ));

test('is honoured from the scanned folder down where there is no repository', () =>
  withTree({ '.gitignore': 'x', 'd/.gitignore': 'y', 'd/x': '', 'd/y': '' }, async (root) => {
    const lines = await linesOf(root, { paths: ['d'], respectGitignore: true });
    assert.equal(lines, ['d/.gitignore', 'd/x', 'd/y: gitignored: matches a pattern of a .gitignore file']);
  }));

test('compares bytes, as git does', () => {
  const rules = parseGitignore('a?\n\xFF*');
  assert.is(verdictOf(rules, [rawFromText('aä')], false), undefined);
  assert.is(verdictOf(rules, [rawFromBytes(Buffer.from([0xff, 0x61]))], false), true);
});

test.run();
