import { isAbsolute, relative, sep } from 'node:path';

/** Whether an absolute path is a folder or something below it, compared by path segments: `..a` is a name and does not leave the folder. */
export function isInside(folder: string, path: string): boolean {
  const steps = relative(folder, path);
  return steps !== '..' && !steps.startsWith(`..${sep}`) && !isAbsolute(steps);
}
