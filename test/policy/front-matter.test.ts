import { findFrontMatter } from '../../src/policy/front-matter.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('findFrontMatter');

test('finds it on the first line alone', () => {
  assert.equal(findFrontMatter('---\na: 1\n---\ntext'), { kind: 'found', line: 1, yaml: '\na: 1' });
  assert.equal(findFrontMatter('---\r\na: 1\r\n...\r\ntext'), { kind: 'found', line: 1, yaml: '\na: 1\r' });
  for (const text of ['', 'text', '\n---\na: 1\n---\n', '----\na\n---', ' ---\na: 1\n---']) {
    assert.equal(findFrontMatter(text), { kind: 'none' });
  }
});

test('searches further where it is told to, and keeps the line numbers', () => {
  assert.equal(findFrontMatter('3 KiB\nMarkdown\n---\na: 1\n---\n', 3), { kind: 'found', line: 3, yaml: '\n\n\na: 1' });
  assert.equal(findFrontMatter('3 KiB\nMarkdown\n---\na: 1\n---\n', 2), { kind: 'none' });
});

test('says where an unclosed one begins', () => {
  assert.equal(findFrontMatter('---\na: 1\n'), { kind: 'unclosed', line: 1 });
});

test('takes an empty one', () => {
  assert.equal(findFrontMatter('---\n---\n'), { kind: 'found', line: 1, yaml: '\n' });
});

test.run();
