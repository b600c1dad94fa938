import { mergeChanges, parseRawDiff, parseRawDiffs } from '../../../src/source/git/raw-diff.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('source/git/raw-diff');
const [A, B, NONE] = ['a'.repeat(40), 'b'.repeat(40), '0'.repeat(40)];
const records = (...fields: string[]): Buffer => Buffer.from(fields.map((field) => `${field}\0`).join(''), 'latin1');

test('each record gives path, kinds and ids; a rename gives its new path', () => {
  const changes = parseRawDiff(
    records(
      `:000000 100644 ${NONE} ${A} A`,
      'new.txt',
      `:100644 100755 ${A} ${B} R087`,
      'old name',
      'new\nname',
      `:120000 000000 ${A} ${NONE} D`,
      'link',
      `:000000 160000 ${NONE} ${B} A`,
      'module',
      `:000000 000000 ${NONE} ${NONE} U`,
      'torn',
    ),
  );
  assert.equal(
    changes.map(({ status, path, oldKind, newKind }) => [status, path, oldKind, newKind]),
    [
      ['added', 'new.txt', 'none', 'file'],
      ['changed', 'new\nname', 'file', 'file'],
      ['deleted', 'link', 'symlink', 'none'],
      ['added', 'module', 'none', 'submodule'],
      ['unmerged', 'torn', 'none', 'none'],
    ],
  );
  assert.equal([changes[1]?.oldId, changes[1]?.newId], [A, B]);
});

test('no change gives no record', () => {
  assert.equal(parseRawDiff(Buffer.alloc(0)), []);
});

test('a path that looks like a record or an id is a path', () => {
  const change = `:000000 100644 ${NONE} ${A} A`;
  assert.equal(
    parseRawDiff(records(change, A, change, change)).map(({ path }) => path),
    [A, change],
  );
});

test('diffs of several commits are told apart, also of two trees', () => {
  const change = `:000000 100644 ${NONE} ${A} A`;
  const diffs = parseRawDiffs(records(B, change, 'x', B, change, 'x', change, 'y', `${A} ${B}\n${change}`, 'z'));
  assert.equal(
    diffs.map(({ head, changes }) => [head, changes.map(({ path }) => path)]),
    [
      [B, ['x']],
      [B, ['x', 'y']],
      [`${A} ${B}`, ['z']],
    ],
  );
});

test('anything else is an error that quotes nothing of it', () => {
  for (const output of [records('noise'), records(`:100644 100644 ${A} ${B} M`), records(`:1 2 ${A} ${B} M`, 'a')]) {
    assert.throws(() => parseRawDiff(output), /^Cannot read the changes: git answered in another form than raw$/);
  }
});

const change = (path: string, oldId: string) => parseRawDiff(records(`:100644 100644 ${oldId} ${NONE} M`, path));

test('a merge brings what differs from all parents, and each parent gives a version', () => {
  const merged = mergeChanges([[...change('both', A), ...change('first', A)], change('both', B)]);
  assert.equal(
    merged.map(({ path, oldIds }) => [path, oldIds]),
    [['both', [A, B]]],
  );
});

test.run();
