/** Flags for a run at its start and, with V8's own values, for one that has turned out to be long. */
interface Flags {
  readonly less: readonly string[];
  readonly again: readonly string[];
}

const LESS_CODE = ['--always-sparkplug', '--max-inlined-bytecode-size-cumulative=250'];
const INLINED = '--max-inlined-bytecode-size-cumulative=920';
const BY_BUDGET: Flags = {
  less: [...LESS_CODE, '--interrupt-budget=1000000'],
  again: [INLINED, '--interrupt-budget=67584'],
};
const BY_COUNT: Flags = {
  less: [...LESS_CODE, '--invocation-count-for-maglev=3200', '--invocation-count-for-turbofan=24000'],
  again: [INLINED, '--invocation-count-for-maglev=400', '--invocation-count-for-turbofan=3000'],
};

/**
 * By major version of Node: the ones tried. V8 says each flag that it does not know on stderr, and renames flags between
 * versions, so that a version that is not listed gets none.
 */
const FLAGS: Readonly<Record<string, Flags>> = {
  20: BY_BUDGET,
  22: BY_COUNT,
  24: BY_COUNT,
  25: BY_COUNT,
  26: BY_COUNT,
};

/**
 * Flags by which V8 gets plain machine code at once and optimises late.
 *
 * @param version - Node's version, as `process.versions.node`
 * @returns flags for `v8.setFlagsFromString`, all of them known to that version's V8
 */
export function flagsToCompileLess(version: string): readonly string[] {
  return FLAGS[major(version)]?.less ?? [];
}

/** Flags by which V8 optimises as early and as much again as it does by itself: `node --v8-options` tells its values. */
export function flagsToCompileAgain(version: string): readonly string[] {
  return FLAGS[major(version)]?.again ?? [];
}

/**
 * Flags by which V8 collects old objects earlier, so that what is no longer used takes less memory. By itself V8 lets a heap grow to several
 * times what lives where a machine has memory to spare.
 *
 * @param version - Node's version, as `process.versions.node`
 * @param percent - by how much of what a collection left the heap may grow before the next
 */
export function flagsToGrowLess(version: string, percent: number): readonly string[] {
  return major(version) in FLAGS ? [`--heap-growing-percent=${percent}`] : [];
}

function major(version: string): string {
  return version.split('.', 1)[0] ?? '';
}
