import { readdirSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { readObjects } from '../../../src/source/git/cat-file.ts';
import { ObjectIds } from '../../../src/source/git/object-ids.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { git, withRepository } from './helpers.ts';

const test = suite('readObjects()');

/** Each object as `type size`, or what became of it. */
async function read(cwd: string, ids: readonly string[], largeAbove?: number): Promise<string[]> {
  const lines: string[] = [];
  const options = { cwd, env: process.env, ...(largeAbove === undefined ? {} : { largeAbove }) };
  for await (const batch of readObjects(ObjectIds.from(ids), options)) {
    for (const event of batch) {
      assert.is(event.id, ids[event.index]);
      if (event.kind === 'object') lines.push(`${event.type} ${event.bytes.toString('latin1')}`);
      else if (event.kind === 'large') {
        const into = Buffer.alloc(1000);
        let total = 0;
        for (let count = await event.reader.read(into); count > 0; count = await event.reader.read(into))
          total += count;
        lines.push(`large ${event.type} ${total}`);
      } else lines.push(event.kind);
    }
  }
  return lines;
}

function blob(cwd: string, content: string): string {
  return git(cwd, ['hash-object', '-w', '--stdin'], { input: content });
}

test('gives objects in the order that was asked for, small and over the border of a chunk', async () => {
  await withRepository(async (cwd) => {
    const texts = ['one', '', 'x\n'.repeat(100_000), 'last', 'y'.repeat(65_536)];
    const ids = texts.map((text) => blob(cwd, text));
    assert.equal(
      await read(cwd, ids),
      texts.map((text) => `blob ${text}`),
    );
  });
});

test('streams a large object and goes on behind it, read or not', async () => {
  await withRepository(async (cwd) => {
    const ids = ['a', 'b'.repeat(300_000), 'c'].map((text) => blob(cwd, text));
    assert.equal(await read(cwd, ids, 1000), ['blob a', 'large blob 300000', 'blob c']);
    let seen = 0;
    for await (const batch of readObjects(ObjectIds.from(ids), { cwd, env: process.env, largeAbove: 1000 })) {
      seen += batch.length;
    }
    assert.is(seen, 3);
  });
});

test('a missing object is an event, and no stop', async () => {
  await withRepository(async (cwd) => {
    const ids = [blob(cwd, 'a'), '0'.repeat(39) + '1', blob(cwd, 'b')];
    assert.equal(await read(cwd, ids), ['blob a', 'missing', 'blob b']);
  });
});

test('a damaged object is an event, and no stop', async () => {
  await withRepository(async (cwd) => {
    const ids = ['a', 'b', 'c'].map((text) => blob(cwd, text.repeat(1000)));
    const folder = join(cwd, '.git/objects', ids[1]!.slice(0, 2));
    const file = join(folder, readdirSync(folder)[0]!);
    chmodSync(file, 0o600);
    rmSync(file);
    writeFileSync(file, 'no zlib stream');
    const found = await read(cwd, ids);
    assert.is(found.length, 3);
    assert.match(found[1]!, /^(?:corrupt|missing)$/);
  });
});

test('reads SHA-256 repositories', async () => {
  await withRepository(
    async (cwd) => {
      const id = blob(cwd, 'long id');
      assert.is(id.length, 64);
      assert.equal(await read(cwd, [id]), ['blob long id']);
    },
    ['--object-format=sha256'],
  );
});

test.run();
