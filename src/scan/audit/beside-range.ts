import type { Ref } from '../../source/git/refs.ts';

/**
 * The input of `git rev-list --objects --stdin` for these parts: annotated tags without their targets (but with tags of
 * tags), and notes with their history. One revision per line.
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
