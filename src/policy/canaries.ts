import type { Secret } from '../secret.ts';
import type { PlacedFinding } from './allowances.ts';
import type { AllowedCanary } from './packet.ts';
import { compileTextGlob, type TextMatcher } from './text-glob.ts';

interface Canary {
  /** Position in the packet's list. */
  readonly index: number;
  readonly entry: AllowedCanary;
  readonly matches: TextMatcher;
}

/**
 * The packet's canaries: planted values, recognized by a marker that is not secret. The marker is part of the value, or
 * is on both sides of it on its line. Other values in the same file are not canaries.
 */
export class Canaries {
  /** Positions of the entries that covered a finding. */
  readonly used: Set<number> = new Set();
  readonly #entries: readonly Canary[];

  /** @param today `YYYY-MM-DD`; an entry counts up to and including the day on which it expires */
  constructor(entries: readonly AllowedCanary[], today: string) {
    this.#entries = entries.flatMap((entry, index) =>
      entry.expires !== undefined && entry.expires < today
        ? []
        : [{ index, entry, matches: compileTextGlob(entry.path) }],
    );
  }

  /** Whether a finding is a canary. */
  cover({ surface, place, secret }: PlacedFinding): boolean {
    if (place === undefined || secret === undefined) return false;
    const hit = this.#entries.find(
      ({ entry, matches }) =>
        (entry.surface ?? surface) === surface && matches(place.path) && isMarked(secret, entry.marker, place.text),
    );
    if (hit === undefined) return false;
    this.used.add(hit.index);
    return true;
  }
}

function isMarked(secret: Secret, marker: string, line: (() => Secret) | undefined): boolean {
  const value = secret.reveal();
  return value.includes(marker) || (line !== undefined && isBetween(value, marker, line().reveal()));
}

/** Whether a value is between two markers on its line, and nowhere else on it. */
function isBetween(value: string, marker: string, line: string): boolean {
  const pieces = line.split(marker);
  const isInside = (index: number): boolean => index % 2 === 1 && index < pieces.length - 1;
  const holding = pieces.flatMap((piece, index) => (piece.includes(value) ? [index] : []));
  return holding.length > 0 && holding.every(isInside);
}
