import type { TextMatch } from '../engine/engine.ts';

/** A matcher in code: the match whose keyword begins at `at`, if there is one. */
export type CodeMatcher = (text: string, at: number) => TextMatch | undefined;

/** Anchors that stand closer together are many in a text: what each costs is spared where the text repeats itself. */
const DENSE = 64;
/** Comparing with a few takes less than the hash that a set would make of each. */
const MOST_EMPTY = 8;

/**
 * The same matcher, which is not asked again about what it refused a moment ago where anchors follow each other closely.
 *
 * @param reach how far it looks at most, in characters: in front of an anchor and from it on
 */
export function whereNew(
  matchAt: CodeMatcher,
  { before, behind }: { readonly before: number; readonly behind: number },
): CodeMatcher {
  /** All that was there to be looked at round an anchor, of anchors at which nothing matched. */
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
