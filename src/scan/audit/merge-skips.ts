import type { CollectedSkip } from '../collector.ts';

/** Makes one of skips that differ in nothing but the version of the file, in the order of the first of each. */
export function mergeSkips(skips: readonly CollectedSkip[]): readonly CollectedSkip[] {
  const groups = new Map<string, { readonly skip: CollectedSkip; count: number }>();
  for (const skip of skips) {
    const key = JSON.stringify([skip.path, skip.view, skip.reason]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { skip, count: 1 });
    else group.count++;
  }
  return [...groups.values()].map(({ skip, count }) =>
    count === 1 ? skip : { ...skip, detail: `${skip.detail} (and ${count - 1} more like it in the history)` },
  );
}
