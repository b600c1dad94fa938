import { compileExclude } from '../../src/policy/exclude.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('compileExclude');

async function excluded(globs: readonly string[], paths: readonly string[]): Promise<string[]> {
  const matches = await compileExclude(globs);
  return paths.filter(matches);
}

test('excludes nothing without globs', async () => {
  assert.equal(await excluded([], ['a', '']), []);
});

test('a glob without a slash fits a name at any depth, and what lies inside', async () => {
  const paths = ['node_modules/a/b.js', 'x/node_modules/c', 'x/y.min.js', 'node_modules2/a', '.cache', 'a.js'];
  assert.equal(await excluded(['node_modules', '*.min.js', '.cache'], paths), [
    'node_modules/a/b.js',
    'x/node_modules/c',
    'x/y.min.js',
    '.cache',
  ]);
});

test('a glob with a slash is anchored', async () => {
  const paths = ['docs/api/a.md', 'x/docs/api/a.md', 'docs/api', './docs/api/.b', 'docs//api/c'];
  assert.equal(await excluded(['docs/api/'], paths), ['docs/api/a.md', 'docs/api', './docs/api/.b', 'docs//api/c']);
  assert.equal(await excluded(['./docs/**/*.md'], paths), ['docs/api/a.md']);
});

test('a leading ! is a character, not a negation', async () => {
  assert.equal(await excluded(['!a'], ['!a', 'b']), ['!a']);
});

test('a very long path is scanned, whatever the globs', async () => {
  assert.equal(await excluded(['a*'], ['a'.repeat(1024), 'a'.repeat(1025)]), ['a'.repeat(1024)]);
});

test('is quick on the costliest globs that a packet may have', async () => {
  const started = performance.now();
  const paths = ['a'.repeat(1024), 'a/'.repeat(512), 'a'.repeat(10_000_000)];
  assert.equal(await excluded(['+(a|aa)+(a|aa)b', '*a*a*b', '**/a/**/b'], paths), []);
  assert.ok(performance.now() - started < 10_000);
});

test.run();
