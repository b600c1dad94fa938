import { EVIDENCE_SURFACES } from '../types.ts';
import type { EvidenceSurface, Surface } from '../types.ts';
import type { Packet } from './packet.ts';

/** The result for the surfaces that a packet requires. */
export interface RequiredSurfaces {
  /** Required and within the run's scope, but without any file. */
  readonly missing: readonly EvidenceSurface[];
  /** Required, not found, and not judged by this run. */
  readonly unjudged: readonly EvidenceSurface[];
}

/** Whether a file is in the packet's own folder, which is not evidence. @param path relative to the packet's root */
export function isPacketsOwn(path: string): boolean {
  return path.startsWith('.watertight/');
}

/**
 * Judges the packet's `required` surfaces. A run over less than the packet's whole scope proves nothing about them.
 * Commits are in Git, which a scan of files does not read: an audit judges them.
 *
 * @param found surfaces to which at least one evidence file belonged
 */
export function judgeRequired(packet: Packet, found: ReadonlySet<Surface>, wholeScope: boolean): RequiredSurfaces {
  const open = EVIDENCE_SURFACES.filter((name) => packet.surfaces[name]?.required === true && !found.has(name));
  const missing: readonly EvidenceSurface[] = wholeScope ? open.filter((name) => name !== 'commit') : [];
  return { missing, unjudged: open.filter((name) => !missing.includes(name)) };
}
