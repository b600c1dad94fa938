import type { TextMatch } from '../engine/engine.ts';

/** A matcher implemented in code: the match whose keyword begins at `at`, if there is one. */
export type CodeMatcher = (text: string, at: number) => TextMatch | undefined;

/** Anchors closer together than this are numerous, and their cost can be avoided if the text repeats itself. */
const DENSE = 64;
/** Comparing with a few texts is faster than hashing each for a set. */
const MOST_EMPTY = 8;

/**
 * The same matcher, but where anchors are dense it is not called again for surroundings that it has just rejected.
 *
 * @param reach maximum distance that it looks, in characters: before an anchor, and from it on
 */
export function whereNew(
  matchAt: CodeMatcher,
  { before, behind }: { readonly before: number; readonly behind: number },
): CodeMatcher {
  /** The complete surroundings of anchors at which nothing matched. */
  const empty: string[] = [];
  let next = 0;
  let last = 0;
  return (text, at) => {
    const isDense = at - last < DENSE && at > last && at >= before;
    last = at;
    if (!isDense) return matchAt(text, at);
    const around = text.slice(at - before, at + behind);
    if (empty.includes(around)) return undefined;
    const match = matchAt(text, at);
    if (match !== undefined) return match;
    empty[next] = around;
    next = (next + 1) % MOST_EMPTY;
    return undefined;
  };
}
