import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../helpers/suite.ts';
import { packet, run, token, withFolder } from './helpers.ts';

const test = suite('watertight surfaces');

test('names the surface of each file with the reason', () =>
  withFolder({ 'logs/app.log': 'x\n', 'src/a.ts': 'x\n' }, async (cwd) => {
    const { code, out } = await run(['surfaces'], { cwd });
    assert.is(code, 0);
    assert.match(out, /^backend_log +logs\/app\.log +\(.+\)$/m);
    assert.match(out, /^other +src\/a\.ts +\(.+\)$/m);
  }));

test('follows the globs of a packet, and leaves out what is excluded', () =>
  withFolder(
    { 'p.yaml': packet('surfaces: { trace: { include: ["out/**"] } }'), 'out/a': 'x', 'tmp/b': 'x' },
    async (cwd) => {
      const { out } = await run(['surfaces', '-p', 'p.yaml', '--exclude', 'tmp', 'out', 'tmp'], { cwd });
      assert.match(out, /^trace +out\/a/);
      assert.not.match(out, /tmp\/b/);
    },
  ));

test('--json gives a file a line', () =>
  withFolder({ 'a.log': '' }, async (cwd) => {
    const { out } = await run(['surfaces', '--json', 'a.log'], { cwd });
    assert.equal(Object.keys(JSON.parse(out) as object), ['path', 'surface', 'reason']);
  }));

test('what cannot be read makes it end 3', () =>
  withFolder({ 'a.log': 'x', list: 'a.log\ngone\n' }, async (cwd) => {
    const { code, out } = await run(['surfaces', '--files-from', 'list'], { cwd });
    assert.is(code, 3);
    assert.match(out, /^unread +gone/m);
    mkdirSync(join(cwd, 'd'));
    symlinkSync('/', join(cwd, 'd/root'));
    assert.is((await run(['surfaces', 'd'], { cwd })).code, 3);
  }));

test('UTF-16 text is told by its content as UTF-8 is', () =>
  withFolder(
    { notes: Buffer.from(`\uFEFF${'2026-01-01T00:00:00Z INFO started\n'.repeat(5)}`, 'utf16le') },
    async (cwd) => {
      const { out } = await run(['surfaces', 'notes'], { cwd });
      assert.match(out, /^backend_log/, out);
    },
  ));

test('a name that holds a value is shown without it', () => {
  const secret = token('surface name');
  return withFolder({ [`${secret}.log`]: 'x' }, async (cwd) => {
    const { out } = await run(['surfaces'], { cwd });
    assert.match(out, /<redacted:gitlab-pat>\.log/);
    assert.not(out.includes(secret));
  });
});

test.run();
