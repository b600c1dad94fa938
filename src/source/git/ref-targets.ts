import { readObjects } from './cat-file.ts';
import { ObjectIds } from './object-ids.ts';
import { typesOf } from './peel.ts';
import type { Ref } from './refs.ts';
import type { Repository } from './repository.ts';

/** What a ref ultimately leads to. */
export interface RefTarget {
  readonly ref: Ref;
  /** Annotated tags on the way: a tag may refer to another tag. */
  readonly tags: readonly string[];
  readonly id: string;
  /** Undefined if missing or damaged. */
  readonly type: 'commit' | 'tree' | 'blob' | undefined;
}

/** Maximum number of nested tags followed. */
const MOST_STEPS = 100;
/** `object <id>`, the first line of a tag (git-mktag). */
const TARGET = /^object (?<id>[0-9a-f]{40,64})\n/;

/** Follows refs through annotated tags. */
export async function refTargets(refs: readonly Ref[], repository: Repository): Promise<readonly RefTarget[]> {
  const found: RefTarget[] = [];
  let waiting = refs.map((ref) => ({ ref, tags: [] as readonly string[], id: ref.object }));
  for (let step = 0; waiting.length > 0 && step < MOST_STEPS; step++) {
    const ids = [...new Set(waiting.map(({ id }) => id))];
    const types = new Map((await typesOf(ids, repository)).map(({ id, type }) => [id, type]));
    const tags = await taggedBy(
      ids.filter((id) => types.get(id) === 'tag'),
      repository,
    );
    waiting = waiting.flatMap(({ ref, tags: before, id }) => {
      const type = types.get(id);
      const next = tags.get(id);
      if (type === 'tag' && next !== undefined) return [{ ref, tags: [...before, id], id: next }];
      found.push({ ref, tags: before, id, type: type === 'tag' ? undefined : type });
      return [];
    });
  }
  return found;
}

/** The target of each of the given tags. */
async function taggedBy(ids: readonly string[], { git }: Repository): Promise<ReadonlyMap<string, string>> {
  const targets = new Map<string, string>();
  if (ids.length === 0) return targets;
  for await (const events of readObjects(ObjectIds.from(ids), git)) {
    for (const event of events) {
      if (event.kind !== 'object') continue;
      const id = TARGET.exec(event.bytes.toString('latin1', 0, 80))?.groups?.['id'];
      if (id !== undefined) targets.set(event.id, id);
    }
  }
  return targets;
}
