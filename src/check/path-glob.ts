import { compileSurfaceGlobs } from '../surface/globs.ts';

/** Whether a path below the packet's root fits a glob of an evidence reference. Globs are those of surfaces. */
export async function compilePathGlob(glob: string): Promise<(path: string) => boolean> {
  const globs = await compileSurfaceGlobs({ report: { include: [glob], exclude: [] } });
  return (path) => globs.find(path) !== undefined;
}
