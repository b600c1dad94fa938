import { isoDate, objectTexts, personOf, taggerOf, treeEntries } from '../../../src/source/git/objects.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('objectTexts()');
const ID = 'a'.repeat(40);

/** A commit's texts as `part: text`. */
function texts(type: 'commit' | 'tag', lines: readonly string[]): string[] {
  return objectTexts(type, Buffer.from(lines.join('\n'))).map(({ part, bytes }) => `${part}: ${bytes.toString()}`);
}

test('takes a commit apart and loses nothing but ids and times', () => {
  const commit = [
    `tree ${ID}`,
    `parent ${ID}`,
    'author A <a@example.com> 1700000000 +0100',
    'committer C <c@example.com> 1700000001 +0000',
    'gpgsig -----BEGIN',
    ' more of it',
    'encoding latin1',
    '',
    'Subject',
    '',
    'Body: with a colon',
    '',
    'Reviewed-by: B <b@example.com>',
    'Refs: #1',
    '',
  ];
  assert.equal(texts('commit', commit), [
    'author: A <a@example.com>',
    'committer: C <c@example.com>',
    'header: -----BEGIN\n more of it',
    'header: latin1',
    'message: Subject\n\nBody: with a colon\n\n',
    'trailer: Reviewed-by: B <b@example.com>\nRefs: #1\n',
  ]);
});

test('a last paragraph with other lines is message, and so is the only one', () => {
  const head = [`tree ${ID}`, 'author A <a> 1 +0000', 'committer A <a> 1 +0000', ''];
  assert.is(texts('commit', [...head, 'Fix: it']).at(-1), 'message: Fix: it');
  assert.is(
    texts('commit', [...head, 'One', '', 'Key: value', 'no trailer']).at(-1),
    'message: One\n\nKey: value\nno trailer',
  );
});

test('takes tags apart', () => {
  const tag = [`object ${ID}`, 'type commit', 'tag v1', 'tagger T <t@example.com> 1700000000 +0000', '', 'Text', ''];
  assert.equal(texts('tag', tag), ['tag: v1', 'tagger: T <t@example.com>', 'tag: Text\n']);
  assert.equal(taggerOf(Buffer.from(tag.join('\n'))), {
    name: 'T',
    email: 't@example.com',
    date: '2023-11-14T22:13:20Z',
  });
});

test('survives objects that are no proper ones', () => {
  for (const text of ['', '\n\n', 'tree', 'author', 'author >x< 99999999999 +0000\n\nx', ' \n \n', 'x '.repeat(9)]) {
    objectTexts('commit', Buffer.from(text));
    personOf(text);
    treeEntries(Buffer.from(text), 20);
  }
  assert.is(isoDate(1e14), undefined);
});

test('gives the names in a tree', () => {
  const bytes = Buffer.concat([
    Buffer.from('100644 a b.txt\0'),
    Buffer.alloc(20, 1),
    Buffer.from('40000 d\0'),
    Buffer.alloc(20, 2),
  ]);
  assert.equal(
    treeEntries(bytes, 20).map(({ name, id }) => `${name.toString()} ${id.slice(0, 4)}`),
    ['a b.txt 0101', 'd 0202'],
  );
});

test.run();
