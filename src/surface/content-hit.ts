import type { EvidenceSurface } from '../types.ts';

/** What content indicates: the surface, and the format's name in our own words, never text of the evidence. */
export interface ContentHit {
  readonly surface: EvidenceSurface;
  readonly what: string;
}
