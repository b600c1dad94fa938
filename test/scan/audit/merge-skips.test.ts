import { mergeSkips } from '../../../src/scan/audit/merge-skips.ts';
import type { CollectedSkip } from '../../../src/scan/collector.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('mergeSkips()');

function skipOf(path: string, changes: Partial<CollectedSkip> = {}): CollectedSkip {
  return { path, view: [], reason: 'truncated', detail: 'ends early', accepted: false, ...changes };
}

test('one skip stands for those of other versions of the file', () => {
  const other = skipOf('b.zip');
  const merged = mergeSkips([skipOf('a.zip'), other, skipOf('a.zip'), skipOf('a.zip')]);
  const detail = 'ends early (and 2 more like it in the history)';
  assert.equal(merged, [skipOf('a.zip', { detail }), other]);
});

test('what was lost elsewhere or for another reason stays apart', () => {
  const skips = [skipOf('a.zip'), skipOf('a.zip', { view: ['zip:a'] }), skipOf('a.zip', { reason: 'corrupt' })];
  assert.equal(mergeSkips(skips), skips);
});

test.run();
