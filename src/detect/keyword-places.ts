import type { AST } from '@eslint-community/regexpp';
import { AutomatonBuilder, connect, type State } from './automaton.ts';
import { beforeMatch } from './before-match.ts';
import type { KeywordPlace } from './rule.ts';

/** Maximum number of bytes after a keyword that are described. */
const MOST_BYTES = 8;
/** Maximum number of alternatives described after a keyword. */
const MOST_WAYS = 8;
/** Repetitions that are modelled separately; more count as any number. */
const MOST_COPIES = 40;
/** Keyword offsets that are modelled separately; beyond them it may be anywhere. */
const MOST_OFFSETS = 256;
/** If a match may begin at this many places for one keyword, its first byte is checked as well. */
const MANY_PLACES = 16;
/** States that read this many bytes are skipped in the search for one that reads few. */
const WIDE = 32;

type Offset = KeywordPlace['offset'];
type States = ReadonlySet<State>;
type Bytes = State['bytes'];

function after(states: Iterable<State>, byte?: (bytes: Readonly<Uint8Array>) => boolean): States {
  const next = new Set<State>();
  for (const state of states) if (byte === undefined || byte(state.bytes)) for (const one of state.next) next.add(one);
  return next;
}

/** States after a keyword that begins in one of the given states. */
function spelled(states: Iterable<State>, keyword: string): States {
  let current: Iterable<State> = states;
  let next: States = new Set();
  for (const character of keyword) {
    const codes = [character.charCodeAt(0), character.toUpperCase().charCodeAt(0)];
    next = after(current, (bytes) => codes.some((code) => bytes[code] === 1));
    current = next;
  }
  return next;
}

/** What is known about one keyword. */
interface Found {
  readonly offset: Offset;
  readonly before: Uint8Array | undefined;
  readonly behind: States;
}

/** Follows a pattern's automaton from the start of a match to its keywords. */
class PlaceSearch {
  /** States that may read the byte at each offset; empty if offsets are not modelled. */
  readonly #levels: readonly (readonly State[])[];
  readonly #all: readonly State[];
  readonly #end: State;
  /** The bytes that a match may begin with. */
  readonly #begins: string;
  readonly #tree: AST.Pattern;
  readonly #flags: string;

  constructor(tree: AST.Pattern, flags: string, farthest: number) {
    const builder = new AutomatonBuilder(flags, MOST_COPIES, true);
    const whole = builder.body(tree);
    this.#end = builder.state(new Uint8Array(256));
    connect(whole.last, [this.#end]);
    this.#all = builder.states;
    this.#begins = ranges(union(new Set(whole.first.map(({ bytes }) => bytes))));
    this.#tree = tree;
    this.#flags = flags;
    const levels: (readonly State[])[] = [];
    let states: States = new Set(whole.first);
    const last = farthest <= MOST_OFFSETS ? farthest : -1;
    for (let at = 0; at <= last; at++) {
      levels.push([...states]);
      states = after(states);
    }
    this.#levels = levels;
  }

  place(keyword: string, range: Offset): Omit<KeywordPlace, 'keywords'> {
    const { offset, before, behind } = this.#find(keyword, range);
    const allowed = before && ranges(before);
    const ways = this.#following(behind);
    const leadsTo = this.#leadsTo(behind);
    const isFar = offset.max - offset.min >= MANY_PLACES;
    return {
      offset,
      ...(isFar && this.#begins !== ANY && { begins: this.#begins }),
      ...(allowed !== undefined && allowed !== ANY && { before: allowed }),
      following: ways.some((way) => way.length === 0) ? [] : ways,
      ...(leadsTo && { leadsTo }),
    };
  }

  #find(keyword: string, range: Offset): Found {
    if (this.#levels.length === 0) return this.#anywhere(keyword, range);
    const behind = new Set<State>();
    const before = new Uint8Array(256);
    let min = Infinity;
    let max = -1;
    for (let at = range.min; at <= range.max; at++) {
      const starts = (this.#levels[at] ?? []).filter((state) => spelled([state], keyword).size > 0);
      if (starts.length === 0) continue;
      min = Math.min(min, at);
      max = at;
      for (const state of spelled(starts, keyword)) behind.add(state);
      merge(before, at === 0 ? beforeMatch(this.#tree, this.#flags, keyword) : this.#bytesBefore(at, starts));
    }
    return max < 0 ? this.#anywhere(keyword, range) : { offset: { min, max }, before, behind };
  }

  #anywhere(keyword: string, range: Offset): Found {
    return { offset: range, before: undefined, behind: spelled(this.#all, keyword) };
  }

  #bytesBefore(at: number, starts: readonly State[]): Uint8Array {
    const bytes = new Uint8Array(256);
    const wanted = new Set(starts);
    for (const state of this.#levels[at - 1] ?? [])
      if (state.next.some((next) => wanted.has(next))) merge(bytes, state.bytes);
    return bytes;
  }

  /** Byte sets after a keyword, in as many alternatives as pay off. */
  #following(behind: States): readonly (readonly string[])[] {
    if (behind.has(this.#end)) return [];
    const byFirst = new Map<string, Set<State>>();
    for (const state of behind) {
      const first = ranges(state.bytes);
      byFirst.set(first, (byFirst.get(first) ?? new Set()).add(state));
    }
    const ways = [...byFirst.values()].map((states) => this.#sets(states));
    const merged = withoutEqualTails(ways);
    return merged.length > MOST_WAYS ? [this.#sets(behind)] : merged;
  }

  /** The bytes that a match passes over after a keyword, up to the first position with few possible bytes. */
  #leadsTo(behind: States): KeywordPlace['leadsTo'] {
    const [over, to] = [new Set<Bytes>(), new Set<Bytes>()];
    const passed = new Set<State>();
    const open = [...behind];
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      if (state === this.#end) return undefined;
      if (passed.has(state)) continue;
      passed.add(state);
      const wide = isWide(state.bytes);
      (wide ? over : to).add(state.bytes);
      if (wide) open.push(...state.next);
    }
    return over.size > 0 ? { over: ranges(union(over)), to: ranges(union(to)) } : undefined;
  }

  #sets(first: States): readonly string[] {
    const sets: string[] = [];
    for (
      let states = first;
      sets.length < MOST_BYTES && states.size > 0 && !states.has(this.#end);
      states = after(states)
    ) {
      sets.push(ranges(union(new Set([...states].map((state) => state.bytes)))));
    }
    while (sets.at(-1) === ANY) sets.pop();
    return sets;
  }
}

/** Merges alternatives that differ only in their first set. */
function withoutEqualTails(ways: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const heads = new Map<string, { head: Uint8Array; tail: readonly string[] }>();
  for (const [first = ANY, ...tail] of ways) {
    const key = JSON.stringify(tail);
    const known = heads.get(key) ?? { head: new Uint8Array(256), tail };
    for (let i = 0; i < first.length; i += 2) known.head.fill(1, first.charCodeAt(i), first.charCodeAt(i + 1) + 1);
    heads.set(key, known);
  }
  return [...heads.values()].map(({ head, tail }) => [ranges(head), ...tail]);
}

// Copies of a repeated part share their byte sets, as do patterns with equal classes, so each set is examined once.
const WIDE_SETS = new WeakMap<Bytes, boolean>();
const RANGES = new WeakMap<Bytes, string>();

function isWide(bytes: Bytes): boolean {
  const known = WIDE_SETS.get(bytes);
  if (known !== undefined) return known;
  const wide = bytes.reduce((sum, bit) => sum + bit, 0) >= WIDE;
  WIDE_SETS.set(bytes, wide);
  return wide;
}

/** A single set is returned as it is. */
function union(sets: ReadonlySet<Bytes>): Bytes {
  const [only] = sets;
  if (only !== undefined && sets.size === 1) return only;
  const bytes = new Uint8Array(256);
  for (const set of sets) merge(bytes, set);
  return bytes;
}

const ANY = '\0\xff';

function merge(into: Uint8Array, from: Readonly<Uint8Array>): void {
  for (let byte = 0; byte < 256; byte++) into[byte] = (into[byte] ?? 0) | (from[byte] ?? 0);
}

/** Pairs of the first and last character of each range of bytes in the set. */
function ranges(bytes: Bytes): string {
  const known = RANGES.get(bytes);
  if (known !== undefined) return known;
  const text = stretches(bytes);
  RANGES.set(bytes, text);
  return text;
}

function stretches(bytes: Bytes): string {
  let text = '';
  for (let byte = 0; byte < 256; byte++) {
    if (bytes[byte] !== 1) continue;
    const first = byte;
    while (bytes[byte + 1] === 1) byte++;
    text += String.fromCharCode(first, byte);
  }
  return text;
}

/**
 * The bytes around the keywords, one of which every match of a pattern contains. A keyword with any other neighbours cannot be part of a
 * match and need not be tried.
 *
 * @param keywords of the rule, lower case
 * @param offsets possible keyword positions, counted from the start of a match
 */
export function keywordPlaces(
  tree: AST.Pattern,
  flags: string,
  keywords: readonly string[],
  offsets: ReadonlyMap<string, Offset>,
): KeywordPlace[] {
  const search = new PlaceSearch(tree, flags, Math.max(...[...offsets.values()].map(({ max }) => max)));
  const places = new Map<string, KeywordPlace & { readonly keywords: number[] }>();
  for (const [keyword, offset] of offsets) {
    const place = search.place(keyword, offset);
    const key = JSON.stringify(place);
    const known = places.get(key) ?? { ...place, keywords: [] };
    known.keywords.push(keywords.indexOf(keyword));
    places.set(key, known);
  }
  return [...places.values()];
}
