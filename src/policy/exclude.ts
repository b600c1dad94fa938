/** Whether a path is out of scope. */
export type PathMatcher = (path: string) => boolean;

/** Longer paths, in UTF-16 code units, are never excluded: matching them could take long, and scanning them is safe. */
const MAX_PATH = 1024;

/**
 * Compiles the `exclude` globs of a packet or the command line. Paths have `/` as separator and are relative to the folder
 * that the globs speak of. A glob without a slash fits the name of a file or folder at any depth; one with a slash is
 * anchored at that folder. What lies inside an excluded folder is excluded too.
 */
export async function compileExclude(globs: readonly string[]): Promise<PathMatcher> {
  if (globs.length === 0) return () => false;
  const { default: micromatch } = await import('micromatch');
  // Extended globs nest repetitions, which a hostile path could make slow.
  const options = { dot: true, nonegate: true, noextglob: true };
  const matchers = globs.flatMap(widened).map((glob) => micromatch.matcher(glob, options));
  return (path) => {
    const plain = tidy(path);
    return plain.length <= MAX_PATH && matchers.some((matches) => matches(plain));
  };
}

function widened(glob: string): string[] {
  const plain = tidy(glob).replace(/\/$/, '');
  const anchored = plain.includes('/') ? plain : `**/${plain}`;
  return [anchored, `${anchored}/**`];
}

function tidy(path: string): string {
  return path.replace(/\/{2,}/g, '/').replace(/^(?:\.\/)+/, '');
}
