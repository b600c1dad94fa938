import type { Part } from '../../source/git/objects.ts';
import type { Ref } from '../../source/git/refs.ts';

/** Parts of a repository that no range of commits brings, and that a packet may ask for all the same. */
const BESIDE: readonly Part[] = ['tag', 'note', 'ref', 'config'];

/** Which of the parts that somebody asks for are read whole beside a range. */
export function besideRange(asked: readonly Part[]): readonly Part[] {
  return BESIDE.filter((part) => asked.includes(part));
}

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
