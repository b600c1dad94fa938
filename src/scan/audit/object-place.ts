import type { Part } from '../../source/git/objects.ts';
import type { Presence } from '../../types.ts';

/** One place of an object in the history. Names are as in the repository. */
export interface ObjectPlace extends Presence {
  /** Path in the tree; for an object without one, a made-up name such as `commit/<id>`. */
  readonly path: string;
  readonly part: Part;
  readonly commit?: string;
}

/** Maximum number of refs named for a place; all are counted. */
export const NAMED_REFS = 10;

export function heldBy(refs: readonly string[]): Pick<Presence, 'refs' | 'refCount'> {
  return { refs: refs.slice(0, NAMED_REFS), refCount: refs.length };
}
