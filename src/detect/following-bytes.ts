import type { AST } from '@eslint-community/regexpp';
import { AutomatonBuilder, connect, type State } from './automaton.ts';

/** Bytes behind a keyword that are said something about, at most. */
const MOST = 8;
/** Repetitions that are told apart; more of them count as any number. */
const MOST_COPIES = 40;
/** Offsets of a keyword that are told apart; behind them it may stand anywhere. */
const MOST_OFFSETS = 256;

type States = ReadonlySet<State>;

function after(states: Iterable<State>, byte?: (bytes: Readonly<Uint8Array>) => boolean): States {
  const next = new Set<State>();
  for (const state of states) if (byte === undefined || byte(state.bytes)) for (const one of state.next) next.add(one);
  return next;
}

/** States that may read the first byte of a keyword that stands at one of the offsets. */
function statesAt(
  first: States,
  all: readonly State[],
  offsets: { readonly min: number; readonly max: number },
): States {
  if (offsets.max > MOST_OFFSETS) return new Set(all);
  const found = new Set<State>();
  let states = first;
  for (let offset = 0; offset <= offsets.max; offset++) {
    if (offset >= offsets.min) for (const state of states) found.add(state);
    states = after(states);
  }
  return found;
}

function spelled(states: States, keyword: string): States {
  let current = states;
  for (const character of keyword) {
    const codes = [character.charCodeAt(0), character.toUpperCase().charCodeAt(0)];
    current = after(current, (bytes) => codes.some((code) => bytes[code] === 1));
  }
  return current;
}

/** Where a keyword of a pattern may stand, counted from the start of the match. */
interface KeywordPlace {
  readonly keywords: readonly string[];
  readonly offset: { readonly min: number; readonly max: number };
}

/**
 * For each of the bytes behind a keyword, which ones every match has there: pairs of first and last characters, as in
 * `09AZaz`. A match whose keyword is followed by anything else does not exist, so it need not be tried.
 */
export function followingBytes(tree: AST.Pattern, flags: string, { keywords, offset }: KeywordPlace): string[] {
  const builder = new AutomatonBuilder(flags, MOST_COPIES);
  const whole = builder.body(tree);
  const end = builder.state(new Uint8Array(256));
  connect(whole.last, [end]);
  const start = statesAt(new Set(whole.first), builder.states, offset);
  let states: States = new Set(keywords.flatMap((keyword) => [...spelled(start, keyword)]));
  const sets: string[] = [];
  while (sets.length < MOST && states.size > 0 && !states.has(end)) {
    const bytes = new Uint8Array(256);
    for (const set of new Set([...states].map((state) => state.bytes))) {
      for (let byte = 0; byte < 256; byte++) bytes[byte] = (bytes[byte] ?? 0) | (set[byte] ?? 0);
    }
    sets.push(ranges(bytes));
    states = after(states);
  }
  return sets;
}

/** Pairs of the first and last character of each stretch of bytes that are in the set. */
function ranges(bytes: Readonly<Uint8Array>): string {
  let text = '';
  for (let byte = 0; byte < 256; byte++) {
    if (bytes[byte] !== 1) continue;
    const first = byte;
    while (bytes[byte + 1] === 1) byte++;
    text += String.fromCharCode(first, byte);
  }
  return text;
}
