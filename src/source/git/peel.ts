import { ScanError } from '../../errors.ts';
import { runGit } from './command.ts';
import type { Repository } from './repository.ts';

/** Objects by type: the targets of refs, and the tags on the way. */
export interface Peeled {
  readonly tags: readonly string[];
  readonly commits: readonly string[];
  readonly trees: readonly string[];
  readonly blobs: readonly string[];
}

/**
 * Follows annotated tags to their targets.
 *
 * @throws {ScanError} `unreadable` for a missing object
 */
export async function peeled(refs: readonly string[], repository: Repository): Promise<Peeled> {
  const found = { tag: new Set<string>(), commit: new Set<string>(), tree: new Set<string>(), blob: new Set<string>() };
  let ids: readonly string[] = [...new Set(refs)];
  while (ids.length > 0) {
    const next: string[] = [];
    for (const { id, type } of await typesOf(ids, repository)) {
      if (type === undefined)
        throw new ScanError('unreadable', `Cannot read the objects of the refs: ${id} is missing`);
      if (!found[type].has(id) && type === 'tag') next.push(await tagged(id, repository));
      found[type].add(id);
    }
    ids = next;
  }
  return { tags: [...found.tag], commits: [...found.commit], trees: [...found.tree], blobs: [...found.blob] };
}

type Kind = 'tag' | 'commit' | 'tree' | 'blob';

/**
 * The types of objects, undefined for missing ones.
 *
 * @param names ids or revisions without spaces or line breaks; each gives one answer, with its id
 */
export async function typesOf(
  names: readonly string[],
  { git }: Repository,
): Promise<{ readonly id: string; readonly type: Kind | undefined }[]> {
  const output = await runGit(['cat-file', '--batch-check'], git, `${names.join('\n')}\n`);
  return output
    .toString('latin1')
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [id = '', type = ''] = line.split(' ');
      return { id, type: ['tag', 'commit', 'tree', 'blob'].includes(type) ? (type as Kind) : undefined };
    });
}

/** The object that a tag refers to, from its first line (git-mktag). */
async function tagged(id: string, { git }: Repository): Promise<string> {
  const text = (await runGit(['cat-file', 'tag', id], git)).toString('latin1', 0, 80);
  const target = /^object (?<id>[0-9a-f]{40,64})\n/.exec(text)?.groups?.['id'];
  if (target === undefined) throw new ScanError('unreadable', `Cannot read the tag ${id}: it names no object`);
  return target;
}
