import { relative, resolve, sep } from 'node:path';

/** The folder of the last call and the prefix of names in it: files of the same folder usually come in a row. */
let last: { readonly folder: string; readonly cwd: string; readonly root: string; readonly front: string } | undefined;

/** The path as the packet's globs see it: relative to the packet's folder, or as given if it is outside. */
export function pathInPacket(path: string, cwd: string, packetRoot: string): string {
  const nameAt = path.lastIndexOf('/') + 1;
  const name = path.slice(nameAt);
  if (name === '' || name === '.' || name === '..' || sep !== '/') return resolved(path, cwd, packetRoot);
  const folder = path.slice(0, nameAt);
  if (last?.folder !== folder || last.cwd !== cwd || last.root !== packetRoot) {
    const inside = resolved(path, cwd, packetRoot);
    last = { folder, cwd, root: packetRoot, front: inside.slice(0, inside.length - name.length) };
  }
  return last.front + name;
}

function resolved(path: string, cwd: string, packetRoot: string): string {
  const inside = relative(packetRoot, resolve(cwd, path)).split(sep).join('/');
  return inside === '..' || inside.startsWith('../') || inside === '' ? path : inside;
}
