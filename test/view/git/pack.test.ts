import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyDelta } from '../../../src/view/git/delta.ts';
import { Budget } from '../../../src/view/budget.ts';
import { expandContainer, sniffContainer } from '../../../src/view/containers.ts';
import { memoryBlob } from '../../../src/source/memory-blob.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { readAll } from '../../source/helpers.ts';
import { git, withRepository } from '../../source/git/helpers.ts';

const test = suite('expandGitPack()');

/** Each member as its last step and text, or the reason of a skip. */
async function expand(bytes: Buffer, budget: Budget = new Budget(bytes.length)): Promise<Map<string, string>> {
  const kind = sniffContainer(bytes);
  assert.ok(kind === 'git-bundle' || kind === 'git-pack');
  const members = new Map<string, string>();
  for await (const event of expandContainer(memoryBlob('x', [], bytes), kind, budget, 0)) {
    if (event.kind === 'skip') members.set(event.skip.reason, event.skip.detail);
    else if (event.kind === 'blob')
      members.set(event.blob.view.at(-1) ?? '', (await readAll(event.blob)).bytes.toString('latin1'));
  }
  return members;
}

/** A bundle with a file of two versions, the second of which git writes as a delta. */
function bundle(cwd: string, args: readonly string[] = ['--all']): Buffer {
  const text = Array.from({ length: 500 }, (_, line) => `line ${line} of a long text\n`).join('');
  for (const [index, more] of ['', 'changed\n'].entries()) {
    writeFileSync(join(cwd, 'file.txt'), text + more);
    git(cwd, ['add', '-A']);
    git(cwd, ['commit', '-q', '-m', `Version ${index}`]);
  }
  git(cwd, ['bundle', 'create', '-q', 'x.bundle', ...args]);
  return readFileSync(join(cwd, 'x.bundle'));
}

test('gives every object of a bundle under its own id, deltas applied', async () => {
  for (const format of ['sha1', 'sha256']) {
    await withRepository(
      async (cwd) => {
        const members = await expand(bundle(cwd));
        const listed = git(cwd, ['cat-file', '--batch-check', '--batch-all-objects']).split('\n');
        const names = listed.map((line) => line.split(' ')).map(([id, type]) => `git-${type}:${id}`);
        assert.equal([...members.keys()].sort(), [...names, 'git-bundle:refs'].sort());
        const id = git(cwd, ['rev-parse', 'HEAD:file.txt']);
        assert.match(members.get(`git-blob:${id}`) ?? '', /changed\n$/);
        assert.match(members.get('git-bundle:refs') ?? '', /refs\/heads\/main/);
      },
      [`--object-format=${format}`],
    );
  }
});

/** Where the pack of a bundle begins. */
const packStart = (bytes: Buffer): number => bytes.indexOf('\n\nPACK') + 2;

test('a pack of either kind of ids is told by its checksum', async () => {
  for (const format of ['sha1', 'sha256']) {
    await withRepository(
      async (cwd) => {
        const whole = bundle(cwd);
        const members = await expand(whole.subarray(packStart(whole)));
        const count = git(cwd, ['cat-file', '--batch-check', '--batch-all-objects']).split('\n').length;
        assert.equal([members.size, members.has('corrupt')], [count, false]);
      },
      [`--object-format=${format}`],
    );
  }
});

test('objects that a pack does not count are read, and that is told', async () => {
  await withRepository(async (cwd) => {
    const whole = bundle(cwd);
    const all = await expand(whole);
    whole.fill(0, packStart(whole) + 8, packStart(whole) + 12);
    const members = await expand(whole);
    assert.ok(members.has('corrupt'));
    for (const name of all.keys()) assert.ok(members.has(name), name);
  });
});

test('says which objects build on others that are not in the pack', async () => {
  await withRepository(async (cwd) => {
    bundle(cwd);
    git(cwd, ['bundle', 'create', '-q', 'thin.bundle', 'HEAD~1..main']);
    const members = await expand(readFileSync(join(cwd, 'thin.bundle')));
    assert.match(members.get('truncated') ?? '', /build on objects that it does not hold/);
  });
});

test('a cut, damaged or oversized pack is a skip and never an error', async () => {
  await withRepository(async (cwd) => {
    const whole = bundle(cwd);
    for (let end = 20; end < whole.length; end += 37) {
      const members = await expand(whole.subarray(0, end));
      assert.ok(members.has('corrupt') || members.has('truncated'), `cut at ${end}`);
    }
    for (let at = 60; at < whole.length - 20; at += 29) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      const members = await expand(damaged);
      assert.ok(at < packStart(whole) || members.has('corrupt') || members.has('truncated'), `changed at ${at}`);
    }
    const tiny = new Budget(1, { floor: 10, maxRatio: 1 });
    const members = await expand(whole, tiny);
    assert.ok(members.has('too-expanded') || members.has('corrupt'));
  });
});

test('a delta that does not fit is refused', () => {
  for (const delta of [[], [5], [3, 3, 0], [3, 3, 0x91, 9, 1], [3, 200, 1, 65], [4, 1, 1, 65]])
    assert.throws(() => applyDelta(Buffer.from('abc'), Buffer.from(delta)), /does not fit/);
  assert.is(applyDelta(Buffer.from('abc'), Buffer.from([3, 4, 1, 65, 0x90, 3])).toString(), 'Aabc');
});

test.run();
