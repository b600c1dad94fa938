/** Returns the glob that excludes a path, or undefined. The paths given are different names of the same place. */
export type Exclusion = (names: readonly string[], folder: boolean) => string | undefined;

/**
 * Compiles micromatch globs. A glob without a slash matches the name of a file or folder at any depth. Names that begin
 * with a dot are matched too; a leading `!` does not negate a glob (it would silently exclude all but one file); and a
 * glob that ends with a slash matches only folders.
 */
export async function compileExclusion(globs: readonly string[]): Promise<Exclusion> {
  if (globs.length === 0) return () => undefined;
  const { default: micromatch } = await import('micromatch');
  // Flag `s`: a name may contain a newline, which `.` in the matcher would not match.
  const options = { dot: true, nonegate: true, flags: 's' } as object;
  const matchers = globs.map((glob) => ({ glob, matches: micromatch.matcher(anchored(glob), options) }));
  return (names, folder) =>
    matchers.find(({ matches }) => names.some((name) => matches(name) || (folder && matches(`${name}/`))))?.glob;
}

/** `node_modules` and `*.min.js` match anywhere, `out/*.log` and `./out` from the folder that paths are relative to. */
function anchored(glob: string): string {
  const plain = glob.replace(/^(?:\.\/)+/, '');
  return glob.replace(/\/$/, '').includes('/') ? plain : `**/${plain}`;
}
