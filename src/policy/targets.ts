import type { Packet } from './packet.ts';

/**
 * Folders that must never be opened: those that the packet names, and those in its environment variables. Paths as
 * written; the caller resolves them.
 */
export function refusedRoots(packet: Packet, env: Readonly<Record<string, string | undefined>>): string[] {
  const fromEnv = packet.targets.rootsEnv.map((name) => own(env, own(packet.vars, name) ?? name));
  const roots = [...packet.targets.roots, ...fromEnv];
  return [...new Set(roots.filter((root): root is string => root !== undefined && root !== ''))];
}

/** What identifies a Target Repository: absolute paths of its folders, addresses of its remotes. */
export interface TargetMark {
  readonly kind: 'path' | 'remote';
  readonly text: string;
}

/** Minimum length: shorter remotes would match by chance. */
const SHORTEST = 6;

/**
 * What no evidence may mention if an entry of the packet forbids it. Paths as written, if they are absolute and have at
 * least two steps: a mention of `/srv` says nothing.
 */
export function targetMarks(packet: Packet, env: Readonly<Record<string, string | undefined>>): TargetMark[] {
  if (!packet.forbid.some(({ match }) => match.classes?.includes('target-path') === true)) return [];
  const roots = refusedRoots(packet, env)
    .map((root) => root.replace(/[/\\]+$/, ''))
    .filter((root) => /^(?:[A-Za-z]:)?[/\\][^/\\]+[/\\]./.test(root));
  const remotes = packet.governed.remotes.filter((remote) => remote.length >= SHORTEST);
  return [
    ...roots.map((text): TargetMark => ({ kind: 'path', text })),
    ...remotes.map((text): TargetMark => ({ kind: 'remote', text })),
  ];
}

function own(values: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
