import { relative, resolve, sep } from 'node:path';

/** A relative path without empty, `.` or `..` steps: what most files are named by. */
const PLAIN = /^(?!\.\.?\/|\/|[A-Za-z]:)(?!.*(?:\/\/|\/\.\.?(?:\/|$)|\\|\/$)).+$/s;

/** The path as the packet's globs see it: relative to its folder, or as named where it lies outside. */
export function pathInPacket(path: string, cwd: string, packetRoot: string): string {
  if (cwd === packetRoot && PLAIN.test(path)) return path;
  const inside = relative(packetRoot, resolve(cwd, path)).split(sep).join('/');
  return inside === '..' || inside.startsWith('../') || inside === '' ? path : inside;
}
