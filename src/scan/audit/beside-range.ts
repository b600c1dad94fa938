import type { Ref } from '../../source/git/refs.ts';

/**
 * What `git rev-list --objects --stdin` walks for these parts: annotated tags without what they lead to, a tag of a tag
 * included, and notes with their history. One revision a line.
 */
export function besideRevisions(refs: readonly Ref[], beside: readonly string[]): string {
  return refs
    .flatMap(({ name, object, commit }) => {
      if (name.startsWith('refs/notes/')) return beside.includes('note') ? [object] : [];
      return beside.includes('tag') && object !== commit ? [object, `^${object}^{}`] : [];
    })
    .map((line) => `${line}\n`)
    .join('');
}
