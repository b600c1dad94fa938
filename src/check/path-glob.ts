import { compileSurfaceGlobs } from '../surface/globs.ts';

/** Whether a path below the packet's root matches a glob of an evidence reference. The glob syntax is that of surfaces. */
export async function compilePathGlob(glob: string): Promise<(path: string) => boolean> {
  const globs = await compileSurfaceGlobs({ report: { include: [glob], exclude: [] } });
  return (path) => globs.find(path) !== undefined;
}
