import { isAbsolute, relative, sep } from 'node:path';

/** Whether an absolute path is that of a folder or of something below it, by its steps: `..a` is a name, no way out. */
export function isInside(folder: string, path: string): boolean {
  const steps = relative(folder, path);
  return steps !== '..' && !steps.startsWith(`..${sep}`) && !isAbsolute(steps);
}
