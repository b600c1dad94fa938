import type { AST } from '@eslint-community/regexpp';

/** Bytes behind a keyword that are said something about, at most. */
const MOST = 8;
/** Repetitions that are told apart; more of them count as any number. */
const MOST_COPIES = 40;
/** Offsets of a keyword that are told apart; behind them it may stand anywhere. */
const MOST_OFFSETS = 256;

/** A state that reads one of its bytes and goes on to others. The last state of all reads nothing: the match is whole. */
interface State {
  readonly bytes: Readonly<Uint8Array>;
  readonly next: State[];
}

/** A part of the automaton: where it begins, where its ends are joined on, and whether it may be empty. */
interface Part {
  readonly first: readonly State[];
  readonly last: readonly State[];
  readonly empty: boolean;
}

const NOTHING: Part = { first: [], last: [], empty: true };

type Body = AST.Pattern | AST.Group | AST.CapturingGroup | AST.LookaroundAssertion;

/** Builds the position automaton of a pattern (Glushkov, 1961). Assertions count as true, long repetitions as endless. */
class Builder {
  readonly states: State[] = [];
  readonly #flags: string;
  readonly #classes: Map<string, Uint8Array> = new Map();

  constructor(flags: string) {
    this.#flags = flags;
  }

  body(node: Body): Part {
    const parts = node.alternatives.map((alternative) =>
      alternative.elements.reduce((before, element) => this.#joined(before, this.#element(element)), NOTHING),
    );
    return either(parts);
  }

  state(bytes: Readonly<Uint8Array>): State {
    const state = { bytes, next: [] };
    this.states.push(state);
    return state;
  }

  #element(element: AST.Element): Part {
    switch (element.type) {
      case 'Assertion':
        return NOTHING;
      case 'Group':
      case 'CapturingGroup':
        return this.body(element);
      case 'Quantifier':
        return this.#repeated(element);
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
      case 'ExpressionCharacterClass':
      case 'Backreference': {
        const state = this.state(this.#bytesOf(element.raw));
        return { first: [state], last: [state], empty: false };
      }
    }
  }

  #repeated({ element, min, max }: AST.Quantifier): Part {
    const copies = Math.min(max, MOST_COPIES);
    let part = NOTHING;
    for (let copy = 0; copy < copies; copy++) {
      const one = this.#element(element);
      if (copy === copies - 1 && max > copies) connect(one.last, one.first);
      part = this.#joined(part, copy < min ? one : { ...one, empty: true });
    }
    return part;
  }

  #joined(a: Part, b: Part): Part {
    connect(a.last, b.first);
    return {
      first: a.empty ? [...a.first, ...b.first] : a.first,
      last: b.empty ? [...a.last, ...b.last] : b.last,
      empty: a.empty && b.empty,
    };
  }

  /** The bytes that a part of a pattern for one character takes, as the regular expression itself says. */
  #bytesOf(raw: string): Uint8Array {
    let bytes = this.#classes.get(raw);
    if (bytes === undefined) {
      const one = new RegExp(`^(?:${raw})$`, this.#flags);
      bytes = Uint8Array.from({ length: 256 }, (_, byte) => Number(one.test(String.fromCharCode(byte))));
      this.#classes.set(raw, bytes);
    }
    return bytes;
  }
}

function either(parts: readonly Part[]): Part {
  return {
    first: parts.flatMap((part) => part.first),
    last: parts.flatMap((part) => part.last),
    empty: parts.some((part) => part.empty),
  };
}

function connect(from: readonly State[], to: readonly State[]): void {
  for (const state of from) state.next.push(...to);
}

type States = ReadonlySet<State>;

function after(states: Iterable<State>, byte?: (bytes: Readonly<Uint8Array>) => boolean): States {
  const next = new Set<State>();
  for (const state of states) if (byte === undefined || byte(state.bytes)) for (const one of state.next) next.add(one);
  return next;
}

/** States that may read the first byte of a keyword that stands at one of the offsets. */
function statesAt(first: States, all: readonly State[], offsets: { readonly min: number; readonly max: number }): States {
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
  const builder = new Builder(flags);
  const whole = builder.body(tree);
  const end = builder.state(new Uint8Array(256));
  connect(whole.last, [end]);
  const start = statesAt(new Set(whole.first), builder.states, offset);
  let states: States = new Set(keywords.flatMap((keyword) => [...spelled(start, keyword)]));
  const sets: string[] = [];
  while (sets.length < MOST && states.size > 0 && !states.has(end)) {
    const bytes = new Uint8Array(256);
    for (const state of states) for (let byte = 0; byte < 256; byte++) bytes[byte] = (bytes[byte] ?? 0) | (state.bytes[byte] ?? 0);
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
