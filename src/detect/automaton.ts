import type { AST } from '@eslint-community/regexpp';

/** A state that reads one of its bytes and moves on. The final state reads nothing: the match is complete. */
export interface State {
  readonly bytes: Readonly<Uint8Array>;
  readonly next: State[];
}

/** Fixed numbers of repetitions up to this are counted exactly. */
const MOST_EXACT = 64;

/** A part of the automaton: its first states, the ends to connect, and whether it may be empty. */
export interface Part {
  readonly first: readonly State[];
  readonly last: readonly State[];
  readonly empty: boolean;
}

const NOTHING: Part = { first: [], last: [], empty: true };

type Body = AST.Pattern | AST.Group | AST.CapturingGroup | AST.LookaroundAssertion;

/**
 * Builds the position automaton of a pattern (Glushkov, 1961). Assertions count as true, except that positive lookaheads may restrict the
 * next byte if requested.
 */
export class AutomatonBuilder {
  readonly states: State[] = [];
  readonly #flags: string;
  readonly #copies: number;
  readonly #looksAhead: boolean;

  /**
   * @param copies for a variable number of repetitions, how many are modelled separately; more count as any number
   * @param looksAhead whether positive lookaheads restrict what follows them
   */
  constructor(flags: string, copies: number, looksAhead: boolean = false) {
    this.#flags = flags;
    this.#copies = copies;
    this.#looksAhead = looksAhead;
  }

  /** Adds the states of a pattern or group. */
  body(node: Body): Part {
    const parts = node.alternatives.map((alternative) =>
      alternative.elements.reduceRight((behind, element) => this.#inFront(element, behind), NOTHING),
    );
    return either(parts);
  }

  /** Adds a state. */
  state(bytes: Readonly<Uint8Array>): State {
    const state = { bytes, next: [] };
    this.states.push(state);
    return state;
  }

  #inFront(element: AST.Element, behind: Part): Part {
    if (element.type === 'Assertion' && element.kind === 'lookahead' && !element.negate && this.#looksAhead)
      return this.#restricted(behind, this.body(element));
    return this.#joined(this.element(element), behind);
  }

  /** The part, with only those first states that can read what `ahead` begins with. */
  #restricted(part: Part, ahead: Part): Part {
    if (ahead.empty || part.empty) return part;
    const restricted = new Map(part.first.map((state) => [state, this.#common(state, ahead.first)]));
    const first = [...restricted.values()];
    return { first, last: [...part.last, ...part.last.flatMap((state) => restricted.get(state) ?? [])], empty: false };
  }

  #common(state: State, others: readonly State[]): State {
    const bytes = state.bytes.map((bit, byte) => bit & Number(others.some((other) => other.bytes[byte] === 1)));
    const copy = this.state(bytes);
    copy.next.push(...state.next);
    return copy;
  }

  /** Adds the states of a part of a pattern. */
  element(element: AST.Element): Part {
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
        const state = this.state(bytesOf(element.raw, this.#flags));
        return { first: [state], last: [state], empty: false };
      }
    }
  }

  /** A copy is entered only from the previous one, so that a text is read in one way. */
  #repeated({ element, min, max }: AST.Quantifier): Part {
    const copies = Math.min(max, min === max ? Math.max(this.#copies, MOST_EXACT) : this.#copies);
    if (copies === 0) return NOTHING;
    const parts = Array.from({ length: copies }, () => this.element(element));
    parts.slice(1).forEach((part, index) => connect(parts[index]?.last ?? [], part.first));
    const [first = NOTHING] = parts;
    const final = parts.at(-1) ?? NOTHING;
    if (max > copies) connect(final.last, final.first);
    // Repetitions that match nothing do not count.
    const least = first.empty ? 0 : min;
    return {
      first: first.first,
      last: parts.slice(Math.min(Math.max(least, 1), copies) - 1).flatMap((part) => part.last),
      empty: least === 0,
    };
  }

  #joined(a: Part, b: Part): Part {
    connect(a.last, b.first);
    return {
      first: a.empty ? [...a.first, ...b.first] : a.first,
      last: b.empty ? [...a.last, ...b.last] : b.last,
      empty: a.empty && b.empty,
    };
  }
}

/** Byte sets by flags and source text, because patterns repeat them. */
const CLASSES: Map<string, Uint8Array> = new Map();

/** The bytes that a single-character part of a pattern accepts, according to the regular expression itself. */
function bytesOf(raw: string, flags: string): Readonly<Uint8Array> {
  const key = `${flags}/${raw}`;
  let bytes = CLASSES.get(key);
  if (bytes === undefined) {
    const one = new RegExp(`^(?:${raw})$`, flags);
    bytes = Uint8Array.from({ length: 256 }, (_, byte) => Number(one.test(String.fromCharCode(byte))));
    CLASSES.set(key, bytes);
  }
  return bytes;
}

function either(parts: readonly Part[]): Part {
  return {
    first: parts.flatMap((part) => part.first),
    last: parts.flatMap((part) => part.last),
    empty: parts.some((part) => part.empty),
  };
}

/** Connects the ends of a part to the first states of the next. */
export function connect(from: readonly State[], to: readonly State[]): void {
  for (const state of from) state.next.push(...to);
}
