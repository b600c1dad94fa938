/** Gives the glob that excludes a path, or undefined. The paths are several names of the same place. */
export type Exclusion = (names: readonly string[], folder: boolean) => string | undefined;

/**
 * Compiles micromatch globs. One without a slash fits the name of a file or folder at any depth. Names that begin with a dot are matched too, a leading `!` does not turn a glob round (it
 * would exclude all but one file, silently), and a glob with a slash at its end matches folders alone.
 */
export async function compileExclusion(globs: readonly string[]): Promise<Exclusion> {
  if (globs.length === 0) return () => undefined;
  const { default: micromatch } = await import('micromatch');
  // Flag `s`: a name may hold a newline, which `.` in the matcher would not take.
  const options = { dot: true, nonegate: true, flags: 's' } as object;
  const matchers = globs.map((glob) => ({ glob, matches: micromatch.matcher(anchored(glob), options) }));
  return (names, folder) =>
    matchers.find(({ matches }) => names.some((name) => matches(name) || (folder && matches(`${name}/`))))?.glob;
}

/** `node_modules` and `*.min.js` fit anywhere, `out/*.log` and `./out` from where paths begin. */
function anchored(glob: string): string {
  const plain = glob.replace(/^(?:\.\/)+/, '');
  return glob.replace(/\/$/, '').includes('/') ? plain : `**/${plain}`;
}
