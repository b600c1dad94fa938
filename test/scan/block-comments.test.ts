import { BlockComments } from '../../src/scan/block-comments.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('BlockComments');

function windowOf(text: string, base = 0): { bytes: Buffer; from: number; to: number; base: number; final: boolean } {
  return { bytes: Buffer.from(text), from: 0, to: text.length, base, final: true };
}

const TEXT = 'a\n// secretlint-disable\nb\n// secretlint-enable\nc\n';

test('a place between the comments is covered, one before and one after is not', () => {
  const blocks = new BlockComments();
  const at = (mark: string): string | undefined => blocks.covering(windowOf(TEXT), TEXT.indexOf(mark), 'x');
  assert.equal([at('a\n'), at('b\n//'), at('c\n')], [undefined, 'secretlint-disable', undefined]);
});

test('the comment on the line of the value itself does not count', () => {
  const text = 'value // secretlint-disable\nnext';
  assert.is(new BlockComments().covering(windowOf(text), 0, 'x'), undefined);
  assert.is(new BlockComments().covering(windowOf(text), text.indexOf('next'), 'x'), 'secretlint-disable');
});

test('the state goes on over the windows of a long text', () => {
  const blocks = new BlockComments();
  blocks.advance(windowOf(TEXT.slice(0, 30)), 30);
  assert.is(blocks.covering(windowOf(TEXT.slice(20), 20), TEXT.indexOf('b\n//'), 'x'), 'secretlint-disable');
  assert.is(blocks.covering(windowOf(TEXT.slice(20), 20), TEXT.indexOf('c\n'), 'x'), undefined);
});

test('a line that is too long to be written by people is no comment', () => {
  const text = `${'x'.repeat(11_000)} secretlint-disable\nvalue`;
  assert.is(new BlockComments().covering(windowOf(text), text.indexOf('value'), 'x'), undefined);
});

test.run();
