import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { readListed } from '../../../src/source/git/listed-objects.ts';
import { listObjects } from '../../../src/source/git/listing.ts';
import { openRepository } from '../../../src/source/git/repository.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { git, looseFile, withRepository } from './helpers.ts';

const test = suite('readListed()');

const SIZES = [0, 1, 9, 10, 99, 100, 4000, 65_520, 65_536, 70_000, 300_000, 5];

/** Blobs of these sizes, loose, by their id. */
function write(folder: string): Map<string, string> {
  const texts = SIZES.map((size, index) => String.fromCharCode(97 + index).repeat(size));
  return new Map(texts.map((text) => [git(folder, ['hash-object', '-w', '--stdin'], { input: text }), text]));
}

/** What is read of all objects of a folder, by id; `damage` comes between the listing and the reading. */
async function read(
  folder: string,
  damage: () => void = () => undefined,
  most = Infinity,
): Promise<Map<string, string | undefined>> {
  const repository = await openRepository({ folder, env: process.env });
  const listing = await listObjects(repository);
  damage();
  const found = new Map<string, string | undefined>();
  const indexes = Array.from({ length: listing.length }, (_, index) => index);
  await readListed(listing, indexes, repository.git, {
    take: (index, bytes) => {
      found.set(listing.ids.at(index), bytes?.toString());
      return index % 2 === 0 ? Promise.resolve() : undefined;
    },
    pause: () => found.size >= most,
  });
  return found;
}

test('gives every object whole, of whatever size', async () => {
  await withRepository(async (folder) => {
    const written = write(folder);
    const found = await read(folder);
    assert.is(found.size, SIZES.length);
    for (const [id, text] of written) assert.ok(found.get(id) === text, `${text.length} bytes`);
  });
});

test('goes on behind objects that are damaged or gone', async () => {
  await withRepository(async (folder) => {
    const written = write(folder);
    const [damaged = '', gone = ''] = [...written.keys()].slice(6);
    const found = await read(folder, () => {
      chmodSync(looseFile(folder, damaged), 0o600);
      writeFileSync(looseFile(folder, damaged), 'no object');
      rmSync(looseFile(folder, gone));
    });
    for (const [id, text] of written) {
      assert.is(found.has(id), true);
      assert.is(found.get(id)?.length, id === damaged || id === gone ? undefined : text.length);
    }
  });
});

test('ends where it is told to', async () => {
  await withRepository(async (folder) => {
    write(folder);
    const found = await read(folder, undefined, 3);
    assert.ok(found.size >= 3 && found.size < SIZES.length);
  });
});

test.run();
