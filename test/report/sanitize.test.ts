import * as fc from 'fast-check';
import { clipped, visible, wellFormed } from '../../src/report/sanitize.ts';
import { assert, suite } from '../helpers/suite.ts';
import { hostile } from './helpers.ts';

const test = suite('report/sanitize');

test('visible() leaves ordinary names of any script alone', () => {
  for (const name of ['runs/7/trace.zip', 'ü/字/😀.log', 'a b', "it's", '日本語', '#1', 'a::b', '[x]'])
    assert.is(visible(name), name);
});

test('visible() shows what steers a terminal or hides as escapes', () => {
  assert.is(visible('a\u001b[2J\nb'), 'a\\x1b[2J\\x0ab');
  assert.is(visible('\u009b\u202e\u200b\u2028\ufeff'), '\\x9b\\u202e\\u200b\\u2028\\ufeff');
  assert.is(visible('\ud800x\u{e0041}'), '\\ud800x\\u{e0041}');
});

test('visible() breaks up the commands of CI runners', () => {
  assert.is(visible('a ##[stop-commands]x'), 'a #\\x23[stop-commands]x');
  assert.is(visible('##vso[task.x]'), '#\\x23vso[task.x]');
  assert.is(visible('::error::x'), ':\\x3aerror::x');
});

test('visible() gives well-formed text without a control or format character, and gives it again unchanged', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const shown = visible(text);
      assert.not.match(shown, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      assert.not.match(shown, /##[a-z]*\[/i);
      assert.is(visible(shown), shown);
    }),
  );
});

test('wellFormed() replaces lone surrogates alone', () => {
  assert.is(wellFormed('a\ud800b\udc00😀\u001b'), 'a\ufffdb\ufffd😀\u001b');
});

test('clipped() keeps both ends and never cuts a code point', () => {
  assert.is(clipped('abcdef', 6), 'abcdef');
  assert.is(clipped('abcdefg', 5), 'ab…fg');
  assert.is(clipped('😀'.repeat(7), 7), '😀'.repeat(7));
  assert.is(clipped('😀'.repeat(9), 4), '😀😀…😀');
});

test.run();
