import type { Surface } from '../types.ts';
import type { AllowedFinding } from './packet.ts';
import { compileTextGlob, type TextMatcher } from './text-glob.ts';

/** A finding at its place. */
export interface PlacedFinding {
  readonly surface: Surface;
  readonly place?: { readonly path: string; readonly fingerprint: () => string };
}

/** What of an allowance says which findings it is for. */
export type AllowedSpot = Pick<AllowedFinding, 'fingerprint' | 'surface' | 'path' | 'expires'>;

interface Allowance {
  /** Position in the packet's list. */
  readonly index: number;
  readonly surface: Surface | undefined;
  readonly matches: TextMatcher;
}

/** The packet's allowances for single findings, by fingerprint. */
export class Allowances {
  /** Positions of those that covered a finding. */
  readonly used: Set<number> = new Set();
  readonly #byFingerprint: Map<string, Allowance[]> = new Map();

  /** @param today `YYYY-MM-DD`; an allowance counts up to and with the day on which it expires */
  constructor(findings: readonly AllowedSpot[], today: string) {
    for (const [index, { fingerprint, surface, path, expires }] of findings.entries()) {
      if (expires !== undefined && expires < today) continue;
      const list = this.#byFingerprint.get(fingerprint) ?? [];
      list.push({ index, surface, matches: path === undefined ? () => true : compileTextGlob(path) });
      this.#byFingerprint.set(fingerprint, list);
    }
  }

  /** Whether one of them is for this finding. Its fingerprint is asked for only when there is any allowance. */
  cover({ surface, place }: PlacedFinding): boolean {
    if (place === undefined || this.#byFingerprint.size === 0) return false;
    const list = this.#byFingerprint.get(place.fingerprint()) ?? [];
    const hit = list.find((one) => (one.surface ?? surface) === surface && one.matches(place.path));
    if (hit !== undefined) this.used.add(hit.index);
    return hit !== undefined;
  }
}
