import { proseBlocks } from '../../../src/policy/prose/blocks.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('proseBlocks');

/** Each block as kind, lines and text. */
function read(...lines: readonly string[]): string[] {
  return proseBlocks(lines.join('\n')).map(({ kind, line, endLine, text }) => `${kind} ${line}-${endLine} ${text}`);
}

test('front matter says nothing in prose, and lines keep their numbers behind it', () => {
  const matter = ['---', 'title: Decision', 'status: admitted', '---', 'It waits.'];
  assert.equal(read(...matter), ['paragraph 5-5 It waits.']);
  assert.equal(read('copied from a viewer', ...matter), ['paragraph 6-6 It waits.']);
  assert.equal(read('---', 'status: admitted', '...', 'It waits.'), ['paragraph 4-4 It waits.']);
});

test('a rule between paragraphs is no front matter, and neither is one that nothing ends', () => {
  const parts = ['heading 1-1 Title', 'paragraph 3-3 One.', 'paragraph 5-5 Two.'];
  assert.equal(read('# Title', '---', 'One.', '---', 'Two.'), parts);
  assert.equal(read('---', 'One.'), ['paragraph 2-2 One.']);
});

test('comments are no text, and one that nothing ends hides the rest', () => {
  assert.equal(read('One <!-- not', 'this --> two.', '', 'Three.'), ['paragraph 1-2 One two.', 'paragraph 4-4 Three.']);
  assert.equal(read('One.', '', '<!-- all', 'else'), ['paragraph 1-1 One.']);
});

test('headings, items, quotes and code are told apart', () => {
  assert.equal(read('## Title ##', '- [x] done', '> said', '', '```', 'code', '```', 'end'), [
    'heading 1-1 Title',
    'item 2-2 done',
    'quote 3-3 said',
    'code 6-6 code',
    'paragraph 8-8 end',
  ]);
});

test.run();
