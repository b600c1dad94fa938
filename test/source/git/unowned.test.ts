import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { entriesBelow } from '../../../src/source/git/folder-entries.ts';
import { leftoverObjects } from '../../../src/source/git/leftovers.ts';
import { unownedFiles } from '../../../src/source/git/unowned.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('files beside objects and refs');

const ID = 'ab'.repeat(20);

/** What is told of a repository's folder with these files. */
function toldOf(
  files: Readonly<Record<string, string>>,
  more: (folder: string) => void = () => undefined,
  listed?: readonly string[],
): { readonly unowned: string[]; readonly leftovers: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'unowned-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    more(folder);
    const objects = entriesBelow(folder, 'objects');
    return { unowned: unownedFiles(folder, objects, listed && new Set(listed)), leftovers: leftoverObjects(objects) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function linkAmongObjects(folder: string): void {
  symlinkSync('/', join(folder, 'objects/link'));
}

test('what git writes is owned, and so are the repositories of submodules', () => {
  assert.equal(
    toldOf({
      [`objects/ab/${'c'.repeat(38)}`]: '',
      [`objects/pack/pack-${ID}.pack`]: '',
      [`objects/pack/pack-${ID}.idx`]: '',
      'objects/pack/multi-pack-index': '',
      'objects/info/commit-graphs/commit-graph-chain': '',
      'refs/heads/a/b': `${ID}\n`,
      'refs/remotes/origin/HEAD': 'ref: refs/remotes/origin/main\n',
      'modules/lib/deep/objects/notes': '',
      'modules/lib/deep/notes': '',
      'packed-refs': `# pack-refs with: peeled fully-peeled sorted \n${ID} refs/tags/v1\n^${ID}\n`,
    }),
    { unowned: [], leftovers: [] },
  );
});

test('what is none of it is told, each by its path', () => {
  const files = {
    'objects/notes': '',
    [`objects/ab/${'c'.repeat(38)}.bak`]: '',
    'refs/heads/broken': 'no id\n',
    'modules/lib/notes': '',
    'packed-refs': `${ID} refs/tags/v1\na line of somebody else\n`,
    'watertight/mine': '',
  };
  assert.equal(toldOf(files, linkAmongObjects).unowned, [...Object.keys(files), 'objects/link'].sort());
});

test('packed refs without the break of their last line are somebody else’s, as are those with a head further down', () => {
  for (const text of [`${ID} refs/tags/v1`, `${ID} refs/tags/v1\n# pack-refs with: peeled \n`])
    assert.equal(toldOf({ 'packed-refs': text }).unowned, ['packed-refs']);
});

test('refs that git does not list are files like others', () => {
  const files = {
    'refs/heads/main': `${ID}\n`,
    'refs/heads/caf\u00e9': `${ID}\n`,
    'refs/heads/none': `${'0'.repeat(40)}\n`,
    'refs/remotes/origin/HEAD': 'ref: refs/remotes/origin/gone\n',
    'packed-refs': `${ID} refs/tags/v1\n${ID} refs/tags/caf\u00e9\n`,
  };
  const told = (listed: readonly string[]): string[] => toldOf(files, undefined, listed).unowned;
  const [main = '', cafe = '', none = '', head = ''] = Object.keys(files);
  const tags = ['refs/tags/v1', 'refs/tags/caf\u00e9'];
  assert.equal(told([main, cafe, ...tags]), [none, head]);
  assert.equal(told([main, cafe, none, head, 'refs/tags/v1']), ['packed-refs']);
});

test('half a million refs are read', () => {
  assert.equal(toldOf({ 'packed-refs': `${ID} refs/pull/123456/head\n`.repeat(500_000) }).unowned, []);
});

test('a folder that is not there holds nothing, and one that cannot be listed is told itself', () => {
  const none = 'none/at/all';
  const unlisted = 'a'.repeat(300);
  assert.equal(entriesBelow(tmpdir(), none), []);
  assert.equal(entriesBelow(tmpdir(), unlisted), [{ path: unlisted, kind: 'other' }]);
});

test('a pack without an index, what is no part of a pack and broken writes hold what git does not read', () => {
  const leftovers = ['objects/ab/tmp_obj_x', `objects/pack/pack-${ID}.pack`, 'objects/pack/tmp_pack_x'];
  const told = toldOf(Object.fromEntries(leftovers.map((path) => [path, ''])));
  assert.equal(told, { unowned: [], leftovers });
});

test.run();
