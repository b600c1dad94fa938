import type { Part } from '../../source/git/objects.ts';
import type { Presence } from '../../types.ts';

/** One place of an object in the history. Names are as the repository has them. */
export interface ObjectPlace extends Presence {
  /** Path in the tree; for what has none, words of ours such as `commit/<id>`. */
  readonly path: string;
  readonly part: Part;
  readonly commit?: string;
}

/** Refs of one place that are named; all are counted. */
export const NAMED_REFS = 10;

export function heldBy(refs: readonly string[]): Pick<Presence, 'refs' | 'refCount'> {
  return { refs: refs.slice(0, NAMED_REFS), refCount: refs.length };
}
