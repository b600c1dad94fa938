import type { CollectedSkip } from '../collector.ts';

/** Merges skips that differ only in the version of the file, in the order of the first of each, and names the versions. */
export function mergeSkips(skips: readonly CollectedSkip[]): readonly CollectedSkip[] {
  const groups = new Map<string, { readonly skip: CollectedSkip; readonly others: CollectedSkip[] }>();
  for (const skip of skips) {
    const key = JSON.stringify([skip.path, skip.view, skip.reason, skip.accepted]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { skip, others: [] });
    else group.others.push(skip);
  }
  return [...groups.values()].map(({ skip, others }) => {
    if (others.length === 0) return skip;
    const detail = `${skip.detail} (and ${others.length} more like it in the history)`;
    const otherObjects = [...new Set(others.flatMap(({ object }) => object ?? []))].filter((id) => id !== skip.object);
    return { ...skip, detail, ...(otherObjects.length > 0 && { otherObjects }) };
  });
}
