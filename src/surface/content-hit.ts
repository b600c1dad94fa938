import type { EvidenceSurface } from '../types.ts';

/** What content tells: the surface, and the format's name in words of ours, never text of the evidence. */
export interface ContentHit {
  readonly surface: EvidenceSurface;
  readonly what: string;
}
