import { namesPlaceAlone } from '../../fingerprint-text.ts';
import type { Secret } from '../../secret.ts';
import { CONFIDENCES, type Finding, type Place, SEVERITIES } from '../../types.ts';
import type { Attribution } from './attribution.ts';
import { NAMED_REFS, type ObjectPlace } from './object-place.ts';

/** What grouping needs to know about a repository. */
export interface Audited {
  readonly attribution: Attribution;
  /** Prefix of the paths of its files. */
  readonly prefix: string;
}

/** Groups findings of single texts into one for each value, with all its places. */
export class Grouping {
  readonly #safe: (name: string) => string;
  readonly #byValue: Map<string, Finding[]> = new Map();
  /** The key of each value's findings, by a value or fingerprint that identifies it. */
  readonly #keys: Map<string, string> = new Map();
  #repeated = 0;
  readonly #places: Map<Finding, readonly Place[]> = new Map();

  /** @param safe removes values from names that come from the repository */
  constructor(safe: (name: string) => string) {
    this.#safe = safe;
  }

  /** Adds the findings of one repository. */
  add(findings: readonly Finding[], values: readonly Secret[], repository: Audited): void {
    findings.forEach((finding, index) => this.#add(finding, `value ${values[index]?.reveal() ?? ''}`, repository));
  }

  /** Adds findings of an earlier audit. @param values equal numbers for findings of the same value */
  addRepeated(findings: readonly Finding[], values: readonly number[], repository: Audited): void {
    const run = this.#repeated++;
    findings.forEach((finding, index) => this.#add(finding, `${run} ${values[index] ?? -1 - index}`, repository));
  }

  #add(finding: Finding, value: string, repository: Audited): void {
    const { fingerprint } = finding;
    const names = namesPlaceAlone(fingerprint) ? [value] : [value, fingerprint];
    const key = names.map((name) => this.#keys.get(name)).find((known) => known !== undefined) ?? value;
    for (const name of names) this.#keys.set(name, key);
    const list = this.#byValue.get(key);
    if (list === undefined) this.#byValue.set(key, [finding]);
    else list.push(finding);
    this.#places.set(finding, this.#placesOf(finding, repository));
  }

  /** One finding for each value: the one with the highest confidence, with the places of all. */
  result(): Finding[] {
    return [...this.#byValue.values()].map((findings) => {
      const best = findings.reduce((one, other) => (isBetter(other, one) ? other : one));
      const places = merged(findings.flatMap((finding) => this.#places.get(finding) ?? [])).sort(byDate);
      const others = new Set(findings.map(({ fingerprint }) => fingerprint));
      others.delete(best.fingerprint);
      return {
        ...best,
        location: places[0]?.location ?? best.location,
        places,
        ...(others.size === 0 ? {} : { otherFingerprints: [...others].sort() }),
      };
    });
  }

  #placesOf(finding: Finding, { attribution, prefix }: Audited): Place[] {
    const { location } = finding;
    const known = attribution[location.object ?? ''] ?? [];
    if (known.length === 0) return [{ location, inHead: false, refs: [], refCount: 0, objects: 1 }];
    const isFile = location.part === 'blob' || location.part === 'note';
    return known.map((place) => this.#place(finding, place, isFile ? `${prefix}${place.path}` : location.path));
  }

  #place({ location }: Finding, place: ObjectPlace, named: string): Place {
    const { commit, author, firstSeen, lastSeen, inHead, refs, refCount } = place;
    const path = this.#safe(named);
    return {
      location: { ...location, path, ...(commit === undefined ? {} : { commit }) },
      ...(author === undefined ? {} : { author: this.#safe(author) }),
      ...(firstSeen === undefined ? {} : { firstSeen }),
      ...(lastSeen === undefined ? {} : { lastSeen }),
      inHead,
      refs: refs.map(this.#safe),
      refCount,
      objects: 1,
    };
  }
}

function isBetter(a: Finding, b: Finding): boolean {
  const byConfidence = CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence);
  return byConfidence < 0 || (byConfidence === 0 && SEVERITIES.indexOf(a.severity) < SEVERITIES.indexOf(b.severity));
}

/** Merges places of the same path and part: versions of a file that all contain the value. */
function merged(places: readonly Place[]): Place[] {
  const byPath = new Map<string, Place>();
  for (const place of places) {
    const { part = '', path, object = '', view } = place.location;
    const isVersion = part === 'blob' || part === 'note';
    const key = [part, path, view.join('>'), isVersion ? '' : object].join('\0');
    const before = byPath.get(key);
    byPath.set(key, before === undefined ? place : joined(before, place));
  }
  return [...byPath.values()];
}

function joined(a: Place, b: Place): Place {
  const [first, later] = byDate(a, b) <= 0 ? [a, b] : [b, a];
  const { lastSeen: _, ...rest } = first;
  const ends = [a.lastSeen, b.lastSeen].filter((date) => date !== undefined).sort();
  const inHead = a.inHead || b.inHead;
  const last = inHead ? undefined : ends.at(-1);
  const objects = new Set([...objectsOf(first), ...objectsOf(later)]);
  return {
    ...rest,
    ...(last === undefined ? {} : { lastSeen: last }),
    inHead,
    ...jointRefs(first, later),
    objects: Math.max(1, objects.size),
    ...(objects.size > 1 ? { otherObjects: [...objects].slice(1) } : {}),
  };
}

/** The refs that contain one of both places. The count is a minimum if not all refs are named. */
function jointRefs(a: Place, b: Place): Pick<Place, 'refs' | 'refCount'> {
  const refs = [...new Set([...a.refs, ...b.refs])];
  return { refs: refs.slice(0, NAMED_REFS), refCount: Math.max(refs.length, a.refCount, b.refCount) };
}

/** Every object of a place, starting with the first. */
function objectsOf({ location, otherObjects = [] }: Place): readonly string[] {
  return [...(location.object === undefined ? [] : [location.object]), ...otherObjects];
}

function byDate(a: Place, b: Place): number {
  const [first, other] = [a.firstSeen ?? '9999', b.firstSeen ?? '9999'];
  return first === other ? 0 : first < other ? -1 : 1;
}
