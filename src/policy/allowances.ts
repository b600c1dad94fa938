import type { Surface } from '../types.ts';
import type { AllowedFinding } from './packet.ts';
import { compileTextGlob, type TextMatcher } from './text-glob.ts';

/** A finding at its place. */
export interface PlacedFinding {
  readonly surface: Surface;
  readonly place?: { readonly path: string; readonly fingerprint: () => string };
}

interface Allowance {
  readonly surface: Surface | undefined;
  readonly matches: TextMatcher;
}

/** The packet's allowances for single findings, by fingerprint. */
export class Allowances {
  readonly #byFingerprint: Map<string, Allowance[]> = new Map();

  /** @param today `YYYY-MM-DD`; an allowance counts up to and with the day on which it expires */
  constructor(findings: readonly AllowedFinding[], today: string) {
    for (const { fingerprint, surface, path, expires } of findings) {
      if (expires !== undefined && expires < today) continue;
      const list = this.#byFingerprint.get(fingerprint) ?? [];
      list.push({ surface, matches: path === undefined ? () => true : compileTextGlob(path) });
      this.#byFingerprint.set(fingerprint, list);
    }
  }

  /** Whether one of them is for this finding. Its fingerprint is asked for only when there is any allowance. */
  cover({ surface, place }: PlacedFinding): boolean {
    if (place === undefined || this.#byFingerprint.size === 0) return false;
    const list = this.#byFingerprint.get(place.fingerprint()) ?? [];
    return list.some((one) => (one.surface ?? surface) === surface && one.matches(place.path));
  }
}
