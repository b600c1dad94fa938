import type { Secret } from '../secret.ts';
import type { Surface } from '../types.ts';
import type { AllowedFinding } from './packet.ts';
import { compileTextGlob, type TextMatcher } from './text-glob.ts';

type Expiring = Pick<AllowedFinding, 'expires'>;

/**
 * Report notes on allowances that cannot cover anything: they have expired, or their fingerprints were made with
 * another key than this run's.
 */
export function allowanceNotes(
  { findings, unread }: { readonly findings: readonly AllowedSpot[]; readonly unread: readonly Expiring[] },
  keyed: boolean,
  today: string,
): readonly string[] {
  return [...expiryNotes([...findings, ...unread], today), ...keyNotes(findings, keyed, today)];
}

function expiryNotes(entries: readonly Expiring[], today: string): readonly string[] {
  const days = entries.flatMap(({ expires }) => (expires !== undefined && expires < today ? [expires] : [])).sort();
  const last = days.at(-1);
  if (last === undefined) return [];
  return [
    days.length === 1
      ? `1 allowance of the packet expired on ${last} and covers nothing: rerun the command that wrote it`
      : `${days.length} allowances of the packet have expired, the last on ${last}, and cover nothing: rerun the commands that wrote them`,
  ];
}

function keyNotes(findings: readonly AllowedSpot[], keyed: boolean, today: string): readonly string[] {
  const other = findings.filter(
    ({ fingerprints = [], expires = today }) =>
      fingerprints.length > 0 && fingerprints.every((name) => name.startsWith('k1:') !== keyed) && expires >= today,
  ).length;
  if (other === 0) return [];
  const one = other === 1;
  const head = one
    ? '1 allowance of the packet covers nothing: its fingerprint is'
    : `${other} allowances of the packet cover nothing: their fingerprints are`;
  return [
    keyed
      ? `${head} from before the project's key. Write ${one ? 'it' : 'them'} again (watertight allow) with the fingerprints of this report`
      : `${head} of a project key, which is not here (WATERTIGHT_KEY or .watertight/key)`,
  ];
}

/** The location of a finding. */
export interface FindingPlace {
  /** Relative to the packet's folder if it is inside. */
  readonly path: string;
  /** Path as named in the run. */
  readonly named?: string;
  /** Line on which the value begins, counted from 1. */
  readonly line?: number;
  /** The whole line, including the value. */
  readonly text?: () => Secret;
  /** The commit that introduces it, if known. */
  readonly commit?: string | undefined;
  readonly fingerprint: () => string;
  /** Object id and part; only in a repository's history. */
  readonly object?: string;
  readonly part?: string;
}

/** A finding with its location. */
export interface PlacedFinding {
  readonly surface: Surface;
  readonly secret?: Secret;
  readonly place?: FindingPlace;
}

/** The part of an allowance that says which findings it covers. */
export type AllowedSpot = Omit<AllowedFinding, 'owner' | 'reason' | 'rotated'>;

interface Allowance {
  /** Position in the packet's list. */
  readonly index: number;
  readonly entry: AllowedSpot;
  readonly matches: TextMatcher;
}

/** The packet's allowances for single findings: by fingerprint, or by the object of a commit and its part. */
export class Allowances {
  /** Positions of the entries that covered a finding. */
  readonly used: Set<number> = new Set();
  /** Values found in acknowledged objects. */
  readonly acknowledged: Secret[] = [];
  readonly #byFingerprint: Map<string, Allowance[]> = new Map();
  readonly #byObject: Map<string, Allowance[]> = new Map();

  /** @param today `YYYY-MM-DD`; an allowance counts up to and including the day on which it expires */
  constructor(findings: readonly AllowedSpot[], today: string) {
    for (const [index, entry] of findings.entries()) {
      const { objects, fingerprints = [], path, expires } = entry;
      if (expires !== undefined && expires < today) continue;
      const allowance = { index, entry, matches: path === undefined ? (): boolean => true : compileTextGlob(path) };
      const map = objects === undefined ? this.#byFingerprint : this.#byObject;
      for (const key of objects ?? fingerprints) map.set(key, [...(map.get(key) ?? []), allowance]);
    }
  }

  /** Whether one of them covers this finding. The fingerprint is computed only if there is any allowance. */
  cover({ surface, place, secret }: PlacedFinding): boolean {
    if (place === undefined) return false;
    const fits = ({ entry, matches }: Allowance): boolean =>
      (entry.surface ?? surface) === surface &&
      (entry.part ?? place.part) === place.part &&
      (entry.fingerprints?.includes(place.fingerprint()) ?? true) &&
      matches(place.path);
    const ofObject = place.object === undefined ? [] : (this.#byObject.get(place.object) ?? []);
    const ofValue = this.#byFingerprint.size === 0 ? [] : (this.#byFingerprint.get(place.fingerprint()) ?? []);
    const hit = [...ofObject, ...ofValue].find(fits);
    if (hit === undefined) return false;
    this.used.add(hit.index);
    if (hit.entry.objects !== undefined && secret !== undefined) this.acknowledged.push(secret);
    return true;
  }
}
