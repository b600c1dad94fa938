import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { refusal } from '../../src/source/refusal.ts';
import { assert, suite } from '../helpers/suite.ts';
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
    assert.equal(await linesOf(root, { refuse }), [
      `!real: refused: ${REASON}`,
      `!target: refused: ${REASON}`,
      'y',
    ]);
    assert.equal(await linesOf(root, { refuse, paths: ['target/x', 'real'] }), [
      `!real: refused: ${REASON}`,
      `!target/x: refused: ${REASON}`,
    ]);
  }));

test.run();
