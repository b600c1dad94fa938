import { relative, resolve, sep } from 'node:path';

/** The path as the packet's globs see it: relative to its folder, or as named where it lies outside. */
export function pathInPacket(path: string, cwd: string, packetRoot: string): string {
  const inside = relative(packetRoot, resolve(cwd, path)).split(sep).join('/');
  return inside === '..' || inside.startsWith('../') || inside === '' ? path : inside;
}
