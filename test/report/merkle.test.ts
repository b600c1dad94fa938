import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { merkleRoot } from '../../src/report/merkle.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('merkleRoot()');

const sha256 = (...parts: readonly Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

/** The definition of RFC 6962, section 2.1, word for word. */
function treeHash(leaves: readonly string[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return sha256();
  if (leaves.length === 1) return sha256(Buffer.of(0), Buffer.from(only));
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return sha256(Buffer.of(1), treeHash(leaves.slice(0, half)), treeHash(leaves.slice(half)));
}

test('is the tree hash of RFC 6962 for any lines', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 40 }), (lines) => {
      assert.is(merkleRoot(lines), `sha256:${treeHash(lines).toString('hex')}`);
    }),
  );
});

test('differs when lines change places, are doubled or joined', () => {
  const root = merkleRoot(['a', 'b', 'c']);
  for (const other of [['b', 'a', 'c'], ['a', 'b', 'c', 'c'], ['a', 'bc'], ['a', 'b'], []])
    assert.is.not(merkleRoot(other), root);
});

test.run();
