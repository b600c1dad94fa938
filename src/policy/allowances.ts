import type { Surface } from '../types.ts';
import type { AllowedFinding } from './packet.ts';
import { compileTextGlob, type TextMatcher } from './text-glob.ts';

/** Where a finding stands. */
export interface FindingPlace {
  /** Relative to the packet's folder where it lies in it. */
  readonly path: string;
  readonly fingerprint: () => string;
  /** Object id and part, of a repository's history alone. */
  readonly object?: string;
  readonly part?: string;
}

/** A finding at its place. */
export interface PlacedFinding {
  readonly surface: Surface;
  readonly place?: FindingPlace;
}

interface Allowance {
  readonly entry: AllowedFinding;
  readonly matches: TextMatcher;
}

/** The packet's allowances for single findings: by fingerprint, or by the object of a commit and its part. */
export class Allowances {
  readonly #byFingerprint: Map<string, Allowance[]> = new Map();
  readonly #byObject: Map<string, Allowance[]> = new Map();

  /** @param today `YYYY-MM-DD`; an allowance counts up to and with the day on which it expires */
  constructor(findings: readonly AllowedFinding[], today: string) {
    for (const entry of findings) {
      const { object, fingerprint, path, expires } = entry;
      if (expires !== undefined && expires < today) continue;
      const [map, key] = object === undefined ? [this.#byFingerprint, fingerprint] : [this.#byObject, object];
      if (key === undefined) continue;
      const allowance = { entry, matches: path === undefined ? (): boolean => true : compileTextGlob(path) };
      map.set(key, [...(map.get(key) ?? []), allowance]);
    }
  }

  /** Whether one of them is for this finding. Its fingerprint is asked for only when there is any allowance. */
  cover({ surface, place }: PlacedFinding): boolean {
    if (place === undefined) return false;
    const fits = ({ entry, matches }: Allowance): boolean =>
      (entry.surface ?? surface) === surface &&
      (entry.part ?? place.part) === place.part &&
      (entry.fingerprint === undefined || entry.fingerprint === place.fingerprint()) &&
      matches(place.path);
    if (place.object !== undefined && (this.#byObject.get(place.object) ?? []).some(fits)) return true;
    return this.#byFingerprint.size > 0 && (this.#byFingerprint.get(place.fingerprint()) ?? []).some(fits);
  }
}
