import type { KeywordPlace } from '../detect/rule.ts';

/** What is needed of a rule to know when it is to be tried. */
export interface KeywordRule {
  /** Lower-case literals, none twice. */
  readonly keywords: readonly string[];
  /** A match holds one of the keywords in its place. */
  readonly places: readonly KeywordPlace[];
}

/** 1 at the bytes that are in the set. */
type ByteSet = Readonly<Uint8Array>;

/** One rule of a keyword. */
export interface KeywordUse {
  readonly rule: number;
  readonly min: number;
  readonly max: number;
  /** Farthest that any keyword of the rule stands from the start of a match. */
  readonly farthest: number;
  readonly before: ByteSet | undefined;
  readonly ways: readonly (readonly ByteSet[])[];
  /** For each byte what it says behind the keyword: 1 look further, 2 the rule may match, 0 it cannot. */
  readonly path: ByteSet | undefined;
}

/** The keywords of rules, each once, in the order in which the prefilter numbers them. */
export function keywordsOf(rules: readonly Pick<KeywordRule, 'keywords'>[]): string[] {
  return [...new Set(rules.flatMap((rule) => rule.keywords))];
}

/** A place of a rule's keyword. */
interface Placed {
  readonly rule: number;
  readonly farthest: number;
  readonly place: KeywordPlace;
}

/** Tells which rules are to be tried at a keyword. Sets of bytes are made for the keywords that are met. */
export class KeywordUses {
  readonly #placesOf: readonly (readonly Placed[])[];
  readonly #uses: (readonly KeywordUse[] | undefined)[];
  readonly #sets: Map<string, ByteSet> = new Map();
  readonly #paths: Map<string, ByteSet> = new Map();

  constructor(rules: readonly KeywordRule[], keywords: readonly string[]) {
    const numbers = new Map(keywords.map((keyword, index) => [keyword, index]));
    const placesOf: Placed[][] = keywords.map(() => []);
    rules.forEach(({ keywords: own, places }, rule) => {
      const farthest = Math.max(0, ...places.map(({ offset }) => offset.max));
      for (const place of places) {
        for (const index of place.keywords)
          placesOf[numbers.get(own[index] ?? '') ?? -1]?.push({ rule, farthest, place });
      }
    });
    this.#placesOf = placesOf;
    this.#uses = placesOf.map(() => undefined);
  }

  /** The rules of a keyword. */
  of(keyword: number): readonly KeywordUse[] {
    return (this.#uses[keyword] ??= this.#make(this.#placesOf[keyword] ?? []));
  }

  #make(placed: readonly Placed[]): readonly KeywordUse[] {
    return placed.map(({ rule, farthest, place: { offset, before, following, leadsTo } }) => ({
      rule,
      farthest,
      min: offset.min,
      max: offset.max,
      before: before === undefined ? undefined : this.#set(before),
      ways: following.map((sets) => sets.map((pairs) => this.#set(pairs))),
      path: leadsTo && this.#path(leadsTo),
    }));
  }

  #path({ over, to }: NonNullable<KeywordPlace['leadsTo']>): ByteSet {
    const key = `${over} ${to}`;
    let path = this.#paths.get(key);
    if (path === undefined) {
      const [passed, ends] = [this.#set(over), this.#set(to)];
      path = passed.map((bit, byte) => (ends[byte] === 1 ? 2 : bit));
      this.#paths.set(key, path);
    }
    return path;
  }

  #set(pairs: string): ByteSet {
    let set = this.#sets.get(pairs);
    if (set === undefined) this.#sets.set(pairs, (set = byteSet(pairs)));
    return set;
  }
}

function byteSet(pairs: string): ByteSet {
  const set = new Uint8Array(256);
  for (let i = 0; i < pairs.length; i += 2) set.fill(1, pairs.charCodeAt(i), pairs.charCodeAt(i + 1) + 1);
  return set;
}

/** Whether a keyword at `[start, end)` may be part of a match of the rule, by the bytes right beside it. */
export function mayMatch({ before, ways }: KeywordUse, bytes: Uint8Array, start: number, end: number): boolean {
  if (before !== undefined && start > 0 && before[bytes[start - 1] ?? 0] !== 1) return false;
  return ways.length === 0 || followsAny(ways, bytes, end);
}

/** The same by what stands farther behind the keyword. */
export function mayGoOn({ path }: KeywordUse, bytes: Uint8Array, end: number): boolean {
  return path === undefined || leads(path, bytes, end);
}

function followsAny(ways: readonly (readonly ByteSet[])[], bytes: Uint8Array, end: number): boolean {
  for (const sets of ways) if (follows(sets, bytes, end)) return true;
  return false;
}

/** No rule's match is longer. */
const LONGEST = 2048;

function leads(path: ByteSet, bytes: Uint8Array, end: number): boolean {
  const limit = Math.min(bytes.length, end + LONGEST);
  for (let at = end; at < limit; at++) {
    const step = path[bytes[at] as number] as number;
    if (step !== 1) return step === 2;
  }
  return false;
}

function follows(sets: readonly ByteSet[], bytes: Uint8Array, end: number): boolean {
  for (let i = 0; i < sets.length; i++) if (sets[i]?.[bytes[end + i] ?? 256] !== 1) return false;
  return true;
}
