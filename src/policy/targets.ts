import type { Packet } from './packet.ts';

/**
 * Folders that must never be opened: those that the packet names, and those that its environment variables hold.
 * Paths as written; the caller resolves them.
 */
export function refusedRoots(packet: Packet, env: Readonly<Record<string, string | undefined>>): string[] {
  const fromEnv = packet.targets.rootsEnv.map((name) => own(env, own(packet.vars, name) ?? name));
  const roots = [...packet.targets.roots, ...fromEnv];
  return [...new Set(roots.filter((root): root is string => root !== undefined && root !== ''))];
}

function own(values: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
