import type { Packet } from '../policy/packet.ts';
import { classify } from '../surface/classify.ts';
import type { SurfaceGlobs } from '../surface/globs.ts';
import type { EvidenceSurface } from '../types.ts';

/** A well-known name on each surface, for packets that name none. */
const USUAL: Readonly<Record<Exclude<EvidenceSurface, 'commit'>, string>> = {
  sot: 'docs/sot/selftest.md',
  task_file: 'tasks.json',
  argv: 'run/argv.json',
  report: 'reports/junit.xml',
  trace: 'traces/network.har',
  backend_log: 'logs/app.log',
  generated_config: 'config/.env',
};

/** A file that belongs to a surface, and the glob of the packet that says so. */
export interface SurfacePath {
  readonly surface: EvidenceSurface;
  readonly glob: string | undefined;
  readonly path: string | undefined;
}

/** A path for each surface of files, and for each of the packet's globs for one; no path if none could be made. */
export function surfacePaths(packet: Packet, globs: SurfaceGlobs): readonly SurfacePath[] {
  const paths: SurfacePath[] = [];
  for (const [name, usual] of Object.entries(USUAL)) {
    const surface = name as keyof typeof USUAL;
    const own = packet.surfaces[surface]?.include ?? [];
    const fits = (path: string): boolean => classify({ path, head: new Uint8Array(), globs }).surface === surface;
    const isGlobbed = (path: string): boolean => globs.find(path)?.surface === surface;
    if (own.length === 0) paths.push({ surface, glob: undefined, path: fits(usual) ? usual : undefined });
    for (const glob of own) paths.push({ surface, glob, path: candidates(glob, usual).find(isGlobbed) });
  }
  return paths;
}

/** Another file that belongs to the same surface by its name; undefined if none could be made. */
export function beside({ surface, path }: SurfacePath, name: string, globs: SurfaceGlobs): string | undefined {
  if (path === undefined) return undefined;
  const [folder, file] = [path.slice(0, path.lastIndexOf('/') + 1), path.slice(path.lastIndexOf('/') + 1)];
  const others = [
    `${folder}${name}/${file}`,
    `${folder}${name}-${file}`,
    `${folder}${name}${file.slice(file.indexOf('.'))}`,
  ];
  return others.find((other) => classify({ path: other, head: new Uint8Array(), globs }).surface === surface);
}

/** Paths that a glob may match: wildcards become names, and of several choices the first is taken. */
function candidates(glob: string, usual: string): readonly string[] {
  const base = glob
    .replace(/^\.\//, '')
    .replace(/\{([^{},]*)[^{}]*\}/g, '$1')
    .replace(/[!@+*?]\(([^|()]*)[^()]*\)/g, '$1');
  const file = usual.slice(usual.lastIndexOf('/') + 1);
  const filled = (deep: string, last: string): string =>
    base
      .replace(/\*\*\/?$/, last)
      .replaceAll('**/', deep)
      .replace(/\[!?([^\]])[^\]]*\]/g, '$1')
      .replace(/\*+/g, 'selftest')
      .replaceAll('?', 'x');
  return [filled('selftest/', file), filled('', file), filled('', 'selftest.log'), filled('selftest/', 'selftest.txt')];
}
