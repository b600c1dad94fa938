/** Gives the glob that excludes a path, or undefined. The paths are several names of the same place. */
export type Exclusion = (names: readonly string[], folder: boolean) => string | undefined;

/**
 * Compiles micromatch globs. Names that begin with a dot are matched too, a leading `!` does not turn a glob round (it
 * would exclude all but one file, silently), and a glob with a slash at its end matches folders alone.
 */
export async function compileExclusion(globs: readonly string[]): Promise<Exclusion> {
  if (globs.length === 0) return () => undefined;
  const { default: micromatch } = await import('micromatch');
  // Flag `s`: a name may hold a newline, which `.` in the matcher would not take.
  const options = { dot: true, nonegate: true, flags: 's' } as object;
  const matchers = globs.map((glob) => ({ glob, matches: micromatch.matcher(glob, options) }));
  return (names, folder) =>
    matchers.find(({ matches }) => names.some((name) => matches(name) || (folder && matches(`${name}/`))))?.glob;
}
