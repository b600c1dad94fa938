import type { Block } from '../../../src/policy/prose/blocks.ts';
import { claimsIn, plainText } from '../../../src/policy/prose/phrase.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('phrases of prose');

/** Whether a paragraph claims that a provider is admitted. */
function claims(text: string): boolean {
  const block: Block = { kind: 'paragraph', text, line: 1, endLine: 1, level: 0, acceptance: false };
  return claimsIn([block], ['the provider is admitted']).length > 0;
}

test('a text is compared without emphasis, code marks and links', () => {
  assert.is(plainText('The **[provider](https://example.test/a)** `is`  _admitted_'), 'the provider is admitted');
});

test('what is struck or quoted is nobody’s claim', () => {
  assert.is(claims('The provider is admitted.'), true);
  for (const [open, close] of [
    ['~~', '~~'],
    ['<del class="x">', '</del>'],
    ['"', '"'],
    ['\u201C', '\u201D'],
    ['\u201E', '\u201C'],
    ['\u00AB', '\u00BB'],
  ] as const)
    assert.is(claims(`They wrote: ${open}The provider is admitted.${close}`), false, open);
});

test('takes time in proportion to marks that nothing closes', () => {
  for (const mark of ['[', '[a](', '<s ', '<q>', '\u201C', '\u201E', '\u00AB', '~~a'])
    assert.is(claims(`${mark.repeat(40_000)} the provider is admitted`), true, mark);
});

test.run();
