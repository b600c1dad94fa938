import { createHash } from 'node:crypto';

/**
 * Root of a Merkle tree over lines, as `sha256:` and hex: the tree hash of RFC 6962, section 2.1 (a leaf is hashed behind a
 * byte 0, a node behind a byte 1, the left half is the largest power of two below the count; no lines give the hash of nothing).
 *
 * @param lines without their line breaks
 * @see https://www.rfc-editor.org/rfc/rfc6962#section-2.1
 */
export function merkleRoot(lines: Iterable<string | Uint8Array>): string {
  /** Complete subtrees from left to right, each smaller than the one before, with their counts of leaves. */
  const trees: Tree[] = [];
  for (const line of lines) {
    let tree: Tree = { leaves: 1, hash: createHash('sha256').update(LEAF).update(line).digest() };
    for (let last = trees.at(-1); last?.leaves === tree.leaves; last = trees.at(-1)) {
      trees.pop();
      tree = { leaves: tree.leaves * 2, hash: node(last.hash, tree.hash) };
    }
    trees.push(tree);
  }
  const root = trees.map(({ hash }) => hash).reduceRight<Uint8Array | undefined>(joined, undefined);
  return `sha256:${Buffer.from(root ?? createHash('sha256').digest()).toString('hex')}`;
}

interface Tree {
  readonly leaves: number;
  readonly hash: Uint8Array;
}

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

function node(left: Uint8Array, right: Uint8Array): Uint8Array {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}

function joined(right: Uint8Array | undefined, left: Uint8Array): Uint8Array {
  return right === undefined ? left : node(left, right);
}
