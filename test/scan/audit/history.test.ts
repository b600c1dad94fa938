import * as fc from 'fast-check';
import { History, historySource } from '../../../src/scan/audit/history.ts';
import type { Changes, Wanted } from '../../../src/source/git/changes.ts';
import { BLOB, type Listing, listObjects } from '../../../src/source/git/listing.ts';
import { readListed } from '../../../src/source/git/listed-objects.ts';
import { openRepository, type Repository } from '../../../src/source/git/repository.ts';
import { fillLeaky } from '../../helpers/leaky-repository.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { git, withRepository } from '../../source/git/helpers.ts';

const test = suite('History');

/** What a commit does: parents by their distance, and which of a few contents each of a few paths has; 0 for none. */
interface Step {
  readonly parents: readonly number[];
  readonly files: readonly number[];
}

const PATHS = ['a.txt', 'lib/a.txt', 'lib/deep/b.txt', 'lib/deep/c', 'other/b.txt', 'z z.txt'];
const steps = fc.array(
  fc.record({
    parents: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
    files: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: PATHS.length, maxLength: PATHS.length }),
  }),
  { minLength: 1, maxLength: 8 },
);

/** A stream for `git fast-import` with a commit for each step. */
function streamOf(list: readonly Step[]): string {
  const commits = list.map(({ parents, files }, number) => {
    const known = parents.map((distance) => number - distance).filter((parent) => parent >= 0);
    const [first, ...others] = known.map((parent) => `:${parent + 1}`);
    const from = first === undefined ? '' : `from ${first}\n`;
    const merges = others.map((parent) => `merge ${parent}\n`).join('');
    const contents = files.map((content, index) =>
      content === 0 ? '' : `M 644 inline ${PATHS[index]}\ndata 2\n${content}\n`,
    );
    const when = `${1_700_000_000 + number * 1000} +0000`;
    const people = `author A <a@example.com> ${when}\ncommitter C <c@example.com> ${when}\n`;
    const ref = first === undefined ? `reset refs/heads/b${number}\n` : '';
    return `${ref}commit refs/heads/b${number}\nmark :${number + 1}\n${people}data 0\n${from}${merges}deleteall\n${contents.join('')}\n`;
  });
  return `${commits.join('')}done\n`;
}

async function read(folder: string): Promise<{ repository: Repository; listing: Listing; history: History }> {
  const repository = await openRepository({ folder, env: process.env });
  const listing = await listObjects(repository);
  const history = new History(listing);
  const indexes = Array.from({ length: listing.length }, (_, index) => index);
  await readListed(listing, indexes, repository.git, {
    take: (index, bytes) => {
      if (bytes !== undefined) history.take(index, bytes);
      return undefined;
    },
    pause: () => false,
  });
  return { repository, listing, history };
}

function changeLines(what: string, map: Changes['added']): string[] {
  return [...map].flatMap(([id, changes]) => changes.map(({ commit, path }) => `${what} ${id} ${commit} ${path}`));
}

/** Changes in a form to compare: lines of what, object or name, commit and path, each once. */
function linesOf({ added, removed, named, complete }: Changes): string[] {
  const names = [...named].map(([name, { commit }]) => `named ${name} ${commit}`);
  return [
    ...new Set([...changeLines('added', added), ...changeLines('removed', removed), ...names, `${complete}`]),
  ].sort();
}

/** Lines of object and path. */
function pathLines(paths: ReadonlyMap<string, readonly string[]>): string[] {
  return [...paths].flatMap(([id, list]) => list.map((path) => `${id} ${path}`)).sort();
}

async function compare(folder: string, names: readonly string[]): Promise<void> {
  const { repository, listing, history } = await read(folder);
  const objects = new Set<string>();
  for (let index = 0; index < listing.length; index++)
    if (listing.type(index) === BLOB) objects.add(listing.ids.at(index));
  const wanted: Wanted = { objects, names: new Set(names) };
  const [own, gits] = [historySource(repository, listing, history), historySource(repository, listing, undefined)];
  const [graph, other] = [await own.graph(), await gits.graph()];
  assert.equal(
    graph.order.map((index) => graph.commits.id(index)),
    other.order.map((index) => other.commits.id(index)),
  );
  assert.equal(linesOf(await own.changes(graph, wanted)), linesOf(await gits.changes(other, wanted)));
  const head = git(folder, ['rev-parse', 'HEAD']);
  assert.equal(pathLines(await own.headFiles(head, objects)), pathLines(await gits.headFiles(head, objects)));
}

test('says of each object and name what git says of it, whatever the history', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      await withRepository(async (folder) => {
        git(folder, ['fast-import', '--quiet', '--done', '--force'], { input: streamOf(list) });
        git(folder, ['symbolic-ref', 'HEAD', `refs/heads/b${list.length - 1}`]);
        await compare(folder, ['b.txt', 'deep', 'c']);
      });
    }),
    { numRuns: 12 },
  );
});

test('says the same of a repository with notes, a stash, merges and lost commits', async () => {
  await withRepository(async (folder) => {
    await fillLeaky(folder);
    await compare(folder, ['exports', 'README.md']);
  });
});

test('knows that nothing is missing, and that something is', async () => {
  await withRepository(async (folder) => {
    await fillLeaky(folder);
    const { history } = await read(folder);
    const id = git(folder, ['rev-parse', 'HEAD']);
    const ref = { name: 'refs/heads/main', object: id, commit: id };
    assert.is(history.isClosed([ref], [id]), true);
    assert.is(history.isClosed([ref], ['1'.repeat(40)]), false);
    assert.is(history.isClosed([{ ...ref, object: '1'.repeat(40) }], []), false);
    const tree = git(folder, ['mktree', '--missing'], { input: `100644 blob ${'2'.repeat(40)}\tgone.txt\n` });
    git(folder, ['commit-tree', tree, '-m', 'Names what is not there']);
    assert.is((await read(folder)).history.isClosed([], []), false);
  });
});

test('brings versions of a file together and leaves none out', async () => {
  await withRepository(async (folder) => {
    const list = [1, 2, 3].map((version) => ({ parents: [1], files: [version, 0, 0, 0, version + 3, 0] }));
    git(folder, ['fast-import', '--quiet', '--done', '--force'], { input: streamOf(list) });
    const lost = git(folder, ['hash-object', '-w', '--stdin'], { input: 'lost\n' });
    const idOf = (content: number): string => git(folder, ['hash-object', '--stdin'], { input: `${content}\n` });
    const { listing, history } = await read(folder);
    const all = Array.from({ length: listing.length }, (_, index) => index);
    const order = history
      .inOrder(all.filter((index) => listing.type(index) === BLOB))
      .map((index) => listing.ids.at(index));
    assert.is(order.pop(), lost);
    const [first, second] = [order.slice(0, 3).sort(), order.slice(3).sort()];
    const versions = [[1, 2, 3].map(idOf).sort(), [4, 5, 6].map(idOf).sort()];
    assert.equal([first, second].map(String).sort(), versions.map(String).sort());
  });
});

test('takes trees and commits of any form', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, isTree) => {
      const listing = {
        length: 1,
        ids: { width: 20, raw: Buffer.alloc(20), length: 1, at: () => '' },
        type: () => (isTree ? 3 : 1),
        count: () => 1,
      };
      const history = new History(listing as unknown as Listing);
      history.take(0, Buffer.from(bytes));
      history.named(() => true);
      history.inOrder([0]);
      history.changes({ commits: history.commits, order: history.commits.taken } as never, {
        objects: new Set(),
        names: new Set(),
      });
    }),
  );
});

test.run();
