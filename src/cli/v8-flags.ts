const LESS_CODE = ['--always-sparkplug', '--max-inlined-bytecode-size-cumulative=250'];
const LATE = [...LESS_CODE, '--invocation-count-for-maglev=3200', '--invocation-count-for-turbofan=24000'];

/**
 * Flags by which V8 gets plain machine code at once and optimises late, by major version of Node: the ones tried. V8 says each
 * flag that it does not know on stderr, and renames flags between versions, so that a version that is not listed gets none.
 */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  20: [...LESS_CODE, '--interrupt-budget=1000000'],
  22: LATE,
  24: LATE,
  25: LATE,
  26: LATE,
};

/**
 * @param version - Node's version, as `process.versions.node`
 * @returns flags for `v8.setFlagsFromString`, all of them known to that version's V8
 */
export function flagsToCompileLess(version: string): readonly string[] {
  return FLAGS[version.split('.', 1)[0] ?? ''] ?? [];
}
