import type { KeywordPlace } from '../detect/rule.ts';
import { type IndexedRule, ownNumber, type RuleIndex } from './rule-index.ts';

/** What must be known of a rule to decide when to try it. */
export interface KeywordRule {
  /** Lower-case literals without duplicates. */
  readonly keywords: readonly string[];
  /** A match has one of the keywords in its place. */
  readonly places: readonly KeywordPlace[];
}

/** 1 for the bytes in the set. */
type ByteSet = Readonly<Uint8Array>;

/** One rule's use of a keyword. */
export interface KeywordUse {
  readonly rule: number;
  /** Maximum bytes of a match of the rule and its context. */
  readonly reach: number;
  readonly min: number;
  readonly max: number;
  /** Maximum distance of any of the rule's keywords from the start of a match. */
  readonly farthest: number;
  readonly before: ByteSet | undefined;
  /** The bytes that a match may begin with, if they must be checked. */
  readonly begins: ByteSet | undefined;
  readonly ways: readonly (readonly ByteSet[])[];
  readonly path: KeywordPath | undefined;
}

/** The path from a keyword to the byte that decides; its state is valid for one text at a time. */
export interface KeywordPath {
  /** For each byte: 1 continue, 2 the rule may match, 0 it cannot. */
  readonly steps: ByteSet;
  /** Range of bytes of this text known to continue the path: for dense keywords it is followed only once. */
  from: number;
  to: number;
}

/** A keyword and the rules to try for it. */
export interface UsedKeyword {
  readonly length: number;
  readonly uses: readonly KeywordUse[];
  /**
   * For each byte, and the edge of the text, the uses that allow it before the keyword: one bit each, the last for all from the eighth on.
   */
  readonly before: Readonly<Uint8Array>;
  /** The same for the byte directly after it. */
  readonly behind: Readonly<Uint8Array>;
}

/** Tells which rules to try at a keyword. The data for a keyword is computed when it first occurs. */
export class KeywordUses {
  readonly #rules: readonly IndexedRule[];
  readonly #index: RuleIndex;
  readonly #used: (UsedKeyword | undefined)[] = [];
  readonly #places: Map<number, readonly KeywordPlace[]> = new Map();
  readonly #sets: Map<string, ByteSet> = new Map();
  readonly #paths: Map<string, KeywordPath> = new Map();

  constructor(rules: readonly IndexedRule[], index: RuleIndex) {
    this.#rules = rules;
    this.#index = index;
  }

  /** The keyword with a given number, and its rules. */
  of(keyword: number): UsedKeyword {
    return (this.#used[keyword] ??= this.#make(keyword));
  }

  /** Begins another text: clears the state of all paths. */
  forget(): void {
    for (const path of this.#paths.values()) path.to = path.from;
  }

  #make(keyword: number): UsedKeyword {
    const { rules, others } = this.#index;
    const [first, index] = [rules[keyword] ?? 0, ownNumber(this.#index, keyword)];
    const uses = [...this.#usesOf(first, index)];
    for (let at = 0; at < others.length; at += 3) {
      if (others[at] === keyword) uses.push(...this.#usesOf(others[at + 1] ?? 0, others[at + 2] ?? 0));
    }
    const before = besideBits(uses, (use) => [use.before]);
    const behind = besideBits(uses, ({ ways }) => (ways.length === 0 ? [undefined] : ways.map(([set]) => set)));
    return { length: this.#rules[first]?.keywords[index]?.length ?? 0, uses, before, behind };
  }

  /** A rule's uses of one of its keywords. */
  #usesOf(number: number, own: number): readonly KeywordUse[] {
    const rule = this.#rules[number];
    if (rule === undefined) return [];
    const places = this.#placesOf(number, rule);
    const farthest = Math.max(0, ...places.map(({ offset }) => offset.max));
    return places
      .filter(({ keywords }) => keywords.includes(own))
      .map(({ offset, before, begins, following, leadsTo }) => ({
        rule: number,
        reach: rule.lookBehind + rule.maxLength + rule.lookAhead,
        farthest,
        min: offset.min,
        max: offset.max,
        before: before === undefined ? undefined : this.#set(before),
        begins: begins === undefined ? undefined : this.#set(begins),
        ways: following.map((sets) => sets.map((pairs) => this.#set(pairs))),
        path: leadsTo && this.#path(leadsTo),
      }));
  }

  #placesOf(number: number, rule: IndexedRule): readonly KeywordPlace[] {
    const places = this.#places.get(number) ?? rule.places;
    this.#places.set(number, places);
    return places;
  }

  #path({ over, to }: NonNullable<KeywordPlace['leadsTo']>): KeywordPath {
    const key = `${over} ${to}`;
    let path = this.#paths.get(key);
    if (path === undefined) {
      const [passed, ends] = [this.#set(over), this.#set(to)];
      path = { steps: passed.map((bit, byte) => (ends[byte] === 1 ? 2 : bit)), from: 0, to: 0 };
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

/** Beyond a text's first and last byte. */
const NONE = 256;

/** For each byte, one bit for each use whose set contains it, and all bits for the edge of a text; a use without sets allows every byte. */
function besideBits(
  uses: readonly KeywordUse[],
  setsOf: (use: KeywordUse) => readonly (ByteSet | undefined)[],
): Uint8Array {
  const bits = new Uint8Array(NONE + 1);
  uses.forEach((use, index) => {
    const bit = 1 << Math.min(index, 7);
    for (const set of setsOf(use)) {
      for (let byte = 0; byte < NONE; byte++) if (set?.[byte] !== 0) bits[byte] = (bits[byte] ?? 0) | bit;
    }
  });
  bits[NONE] = 255;
  return bits;
}

/** Whether the bytes directly around a keyword at `[start, end)` leave any of its uses; one look-up each for all of them. */
export function isUsed({ before, behind }: UsedKeyword, bytes: Uint8Array, start: number, end: number): boolean {
  const left = start > 0 ? (bytes[start - 1] as number) : NONE;
  const right = end < bytes.length ? (bytes[end] as number) : NONE;
  return ((before[left] as number) & (behind[right] as number)) !== 0;
}

/** Whether a keyword at `[start, end)` may be part of a match of the rule, judged by the bytes directly around it. */
export function mayMatch({ before, ways }: KeywordUse, bytes: Uint8Array, start: number, end: number): boolean {
  if (before !== undefined && start > 0 && before[bytes[start - 1] ?? 0] !== 1) return false;
  return ways.length === 0 || followsAny(ways, bytes, end);
}

/** The same, judged by the bytes further after the keyword. */
export function mayGoOn({ path }: KeywordUse, bytes: Uint8Array, end: number): boolean {
  return path === undefined || leads(path, bytes, end);
}

function followsAny(ways: readonly (readonly ByteSet[])[], bytes: Uint8Array, end: number): boolean {
  for (const sets of ways) if (follows(sets, bytes, end)) return true;
  return false;
}

/** Maximum length of any rule's match. */
const LONGEST = 2048;

function leads(path: KeywordPath, bytes: Uint8Array, end: number): boolean {
  const { steps } = path;
  const limit = Math.min(bytes.length, end + LONGEST);
  const goesOn = path.from <= end && end < path.to;
  let at = goesOn ? Math.min(path.to, limit) : end;
  let step = 1;
  while (at < limit && (step = steps[bytes[at] as number] as number) === 1) at++;
  if (!goesOn) path.from = end;
  path.to = goesOn ? Math.max(path.to, at) : at;
  return step === 2;
}

function follows(sets: readonly ByteSet[], bytes: Uint8Array, end: number): boolean {
  for (let i = 0; i < sets.length; i++) if (sets[i]?.[bytes[end + i] ?? 256] !== 1) return false;
  return true;
}
