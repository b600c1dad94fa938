import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusal } from '../../src/source/refusal.ts';
import { nodeFileSystem } from '../../src/source/file-system.ts';
import type { RawPath } from '../../src/source/raw-path.ts';
import { assert, suite } from '../helpers/suite.ts';
import { git, withFolder } from './git/helpers.ts';
import { linesOf, withTree } from './helpers.ts';

const test = suite('refusal()');
const REASON = 'lies in a folder that the packet forbids to open';

test('refuses a folder and all below it, whether it exists or not', () => {
  const refuse = refusal(['/no/such/', '/other']);
  assert.equal(['/no/such', '/no/such/x', '/other/y'].map(refuse), [REASON, REASON, REASON]);
  assert.equal(['/no/suchlike', '/no', '/'].map(refuse), [undefined, undefined, undefined]);
  assert.is(refusal([])('/x'), undefined);
  assert.is(refusal(['/'])('/x'), REASON);
});

test('refuses the real folder behind a root that is a link', () =>
  withTree({ 'real/x': '', y: '' }, async (root) => {
    symlinkSync('real', join(root, 'target'));
    const refuse = refusal([join(root, 'target')]);
    assert.is(refuse(join(root, 'real/x')), REASON);
    assert.equal(await linesOf(root, { refuse }), [`!real: refused: ${REASON}`, `!target: refused: ${REASON}`, 'y']);
    assert.equal(await linesOf(root, { refuse, paths: ['target/x', 'real'] }), [
      `!real: refused: ${REASON}`,
      `!target/x: refused: ${REASON}`,
    ]);
  }));

const SAME = 'lies in a work tree of a repository that the packet forbids to open';

/** A target repository with one commit, and a folder for what leans on it. */
async function withTarget(body: (target: string, other: string) => void): Promise<void> {
  await withFolder((folder) => {
    const [target, other] = [join(folder, 'target'), join(folder, 'evidence')];
    mkdirSync(target);
    git(target, ['init', '-q', '-b', 'main']);
    writeFileSync(join(target, 'main.c'), 'int main(void) {}\n');
    git(target, ['add', '-A']);
    git(target, ['commit', '-q', '-m', 'first']);
    body(target, other);
  });
}

test('refuses a linked worktree of the target, wherever it stands', () =>
  withTarget((target, other) => {
    git(target, ['worktree', 'add', '-q', other]);
    const refuse = refusal([target]);
    assert.is(refuse(join(other, 'main.c')), SAME);
    assert.is(refuse(other), SAME);
    assert.is(refuse(join(other, '..', 'else')), undefined);
  }));

test('refuses the main work tree of a repository of which the target is a linked worktree', () =>
  withTarget((main, linked) => {
    git(main, ['worktree', 'add', '-q', linked]);
    assert.is(refusal([linked])(join(main, 'main.c')), SAME);
  }));

test('refuses a work tree that borrows the objects of the target', () =>
  withTarget((target, other) => {
    git(target, ['clone', '-q', '--shared', target, other]);
    assert.is(refusal([target])(join(other, 'main.c')), SAME);
  }));

test('refuses a submodule of the target that is checked out elsewhere', () =>
  withTarget((target, other) => {
    mkdirSync(join(target, '.git/modules/sub'), { recursive: true });
    mkdirSync(other);
    writeFileSync(join(other, '.git'), 'gitdir: ../target/.git/modules/sub\n');
    assert.is(refusal([target])(join(other, 'a/b')), SAME);
  }));

test('takes a repository of its own, and one whose .git leads nowhere', () =>
  withTarget((target, other) => {
    mkdirSync(other);
    git(other, ['init', '-q']);
    const refuse = refusal([target]);
    assert.is(refuse(join(other, 'a')), undefined);
    const broken = join(other, 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, '.git'), 'gitdir: /no/such\n');
    assert.is(refuse(join(broken, 'a')), undefined);
  }));

test('opens nothing of the target to find out', () =>
  withTarget((target, other) => {
    git(target, ['worktree', 'add', '-q', other]);
    const opened: string[] = [];
    const fs = {
      ...nodeFileSystem,
      open: (path: RawPath): number => {
        opened.push(path);
        return nodeFileSystem.open(path);
      },
      list: (path: RawPath) => {
        opened.push(path);
        return nodeFileSystem.list(path);
      },
    };
    assert.is(refusal([target], fs)(join(other, 'main.c')), SAME);
    assert.equal(
      opened.filter((path) => path.startsWith(target)),
      [],
    );
  }));

test.run();
