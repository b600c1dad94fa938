import { type AccessCursor, BrokenParts } from '../access-cursor.ts';
import { arrayOf, isArrayMaker, JOBLIB_ARRAY, joblibArray, withState } from './arrays.ts';
import { frameRows } from './frames.ts';
import type { Effort } from '../rows/effort.ts';
import { longOf, numberOf, quoted, unescaped } from './pickle-literals.ts';
import { Composite, type StoredValue } from './values.ts';

/** Longest text or data that is kept: longer ones are in the raw bytes. */
const LONGEST = 16 * 1024 * 1024;
/** Maximum number of instructions executed: each may create a value. */
const MOST_STEPS = 8_000_000;
/** Longest line, and number of bytes read at a time. */
const [LONGEST_LINE, LINE_PIECE] = [1024 * 1024, 256] as const;
/** Maximum nesting of pickles: joblib arrays may contain arrays of objects. */
const DEEPEST = 8;
/** Maximum number of values that are copied for each call. */
const MOST_COPIED = 64;
const LF = 10;

/** Makers of bytes: programs with earlier protocols write bytes as Latin-1 text. */
const BYTE_MAKERS: ReadonlySet<string> = new Set([
  '_codecs.encode',
  'builtins.bytearray',
  '__builtin__.bytearray',
  'builtins.bytes',
  '__builtin__.bytes',
]);

/** The bytes for a value. */
function bytesOf(value: StoredValue = null): StoredValue {
  return typeof value === 'string' ? Buffer.from(value, 'latin1') : value;
}

/** Something that a pickle refers to by a module and a name. */
class Maker extends Composite {}

/** Reads the instructions of a pickle. No class is looked up and nothing is called: instead of an object, its constituents are kept. */
export class PickleMachine {
  readonly cursor: AccessCursor;
  readonly #stack: StoredValue[] = [];
  readonly #marks: number[] = [];
  readonly #memo: Map<number, StoredValue> = new Map();
  readonly #letGo: StoredValue[] = [];
  /** Whether nothing was skipped. */
  isWhole = true;
  readonly #effort: Effort;
  readonly #depth: number;
  /** Instructions so far. */
  steps = 0;
  #isDone = false;

  constructor(cursor: AccessCursor, effort: Effort, depth: number = 0) {
    this.cursor = cursor;
    this.#effort = effort;
    this.#depth = depth;
  }

  /** Reads up to the end of the pickle. Throws {@link BrokenParts}. */
  run(): void {
    while (!this.#isDone) {
      if (++this.steps > MOST_STEPS) throw new BrokenParts('unsupported-format', 'more values than are read');
      const at = this.cursor.position;
      const carryOut = STEPS[this.cursor.byte()];
      if (carryOut === undefined) throw new BrokenParts('corrupt', `no instruction at byte ${at}`);
      carryOut(this);
    }
  }

  /**
   * The result: the last value, or all values on the stack if the pickle was not read to its end; and values that were created to modify
   * another one and then dropped.
   */
  get made(): readonly StoredValue[] {
    return [...(this.#isDone ? this.#stack.slice(-1) : this.#stack), ...this.#letGo];
  }

  /** Takes the top value off the stack; it still counts as made. */
  letGo(): void {
    const value = this.pop();
    if (value !== null && typeof value !== 'boolean') this.#letGo.push(value);
  }

  end(): void {
    this.#isDone = true;
  }

  push(value: StoredValue): void {
    this.#stack.push(value);
  }

  pop(): StoredValue {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) throw new BrokenParts('corrupt', 'a value is missing');
    return this.#stack.pop() as StoredValue;
  }

  top(): StoredValue {
    const value = this.pop();
    this.#stack.push(value);
    return value;
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  /** All values after the last mark. */
  marked(): StoredValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw new BrokenParts('corrupt', 'a mark is missing');
    return this.#stack.splice(mark);
  }

  store(index: number = this.#memo.size): void {
    this.#memo.set(index, this.top());
  }

  recall(index: number): void {
    this.#stack.push(this.#memo.get(index) ?? null);
  }

  number(width: number): number {
    return this.cursor.bytes(width).readUIntLE(0, width);
  }

  /** An eight-byte length. */
  long(): number {
    return Number(this.cursor.bytes(8).readBigUInt64LE());
  }

  /** Bytes of a text or of data; undefined if there are too many, which are then skipped. */
  taken(length: number): Buffer | undefined {
    if (length <= LONGEST) return Buffer.from(this.cursor.bytes(length));
    this.cursor.skip(length);
    this.isWhole = false;
    return undefined;
  }

  /** The bytes up to the end of the line. */
  line(): Buffer {
    const parts: Buffer[] = [];
    for (let length = 0; length < LONGEST_LINE; length += LINE_PIECE) {
      const piece = Math.min(LINE_PIECE, this.cursor.left);
      if (piece === 0) throw new BrokenParts('truncated', `cut at byte ${this.cursor.position}`);
      const start = this.cursor.position;
      const bytes = Buffer.from(this.cursor.bytes(piece));
      const end = bytes.indexOf(LF);
      parts.push(end < 0 ? bytes : bytes.subarray(0, end));
      if (end >= 0) {
        this.cursor.moveTo(start + end + 1);
        return Buffer.concat(parts);
      }
    }
    throw new BrokenParts('corrupt', 'a line is too long');
  }

  /** Calls a named maker: records what the object would be made of. */
  call(maker: StoredValue, given: StoredValue): void {
    const name = (maker instanceof Maker ? maker.maker : undefined) ?? '';
    const members = given instanceof Composite ? given.members : [given];
    if (BYTE_MAKERS.has(name) && members.length > 0 && members.length <= 2) return this.push(bytesOf(members[0]));
    // Many values may be passed repeatedly: they are kept as one.
    if (members.length > MOST_COPIED) return this.push(new Composite([given], name));
    const array = isArrayMaker(name) ? arrayOf(name, members, this.#effort) : undefined;
    this.push(array ?? new Composite([...members], name));
  }

  /** Sets the state of the value on top. */
  build(): void {
    const state = this.pop();
    const value = this.top();
    if (!(value instanceof Composite)) return;
    const array = value.maker === JOBLIB_ARRAY && state instanceof Composite ? this.#array(state) : undefined;
    if (array !== undefined) this.isWhole = false;
    const rows = frameRows(value, state, this.#effort);
    if (rows !== undefined) value.members.push(rows);
    const better = array ?? withState(value, state, this.#effort);
    if (better === undefined) value.members.push(state);
    else value.members.splice(0, value.members.length, better);
  }

  #array(state: Composite): StoredValue | undefined {
    const objects = (): StoredValue => {
      if (this.#depth >= DEEPEST) throw new BrokenParts('corrupt', 'pickles are too deep in one another');
      const inner = new PickleMachine(this.cursor, this.#effort, this.#depth + 1);
      inner.steps = this.steps;
      inner.run();
      this.steps = inner.steps;
      return inner.made[0] ?? null;
    };
    return joblibArray(state, { cursor: this.cursor, effort: this.#effort, objects });
  }
}

type Step = (machine: PickleMachine) => void;

function textOf(bytes: Buffer | undefined): string | null {
  return bytes === undefined ? null : bytes.toString();
}

function pushText(width: number): Step {
  return (machine) => machine.push(textOf(machine.taken(width === 8 ? machine.long() : machine.number(width))));
}

function pushData(width: number): Step {
  return (machine) => machine.push(machine.taken(width === 8 ? machine.long() : machine.number(width)) ?? null);
}

function pushTuple(count: number): Step {
  return (machine) => machine.push(new Composite(Array.from({ length: count }, () => machine.pop()).toReversed()));
}

function pushMarked(machine: PickleMachine): void {
  machine.push(new Composite(machine.marked()));
}

function pushEmpty(machine: PickleMachine): void {
  machine.push(new Composite());
}

function addMembers(machine: PickleMachine, members: readonly StoredValue[]): void {
  const list = machine.top();
  if (list instanceof Composite) for (const member of members) list.members.push(member);
}

function addPairs(machine: PickleMachine, pairs: readonly StoredValue[]): void {
  const dictionary = machine.top();
  if (!(dictionary instanceof Composite)) return;
  for (let at = 0; at + 1 < pairs.length; at += 2)
    dictionary.set(pairs[at] as StoredValue, pairs[at + 1] as StoredValue);
}

function pushDictionary(machine: PickleMachine): void {
  const pairs = machine.marked();
  machine.push(new Composite());
  addPairs(machine, pairs);
}

function makerOf(module: StoredValue, name: StoredValue): Maker {
  return new Maker([], typeof module === 'string' && typeof name === 'string' ? `${module}.${name}` : undefined);
}

function addMarked(add: (machine: PickleMachine, values: readonly StoredValue[]) => void): Step {
  return (machine) => {
    const values = machine.marked();
    add(machine, values);
  };
}

function skipped(width: number): Step {
  return (machine) => machine.cursor.skip(width);
}

/** What each instruction does, by its character (pickletools.py of Python); extensions and out-of-band buffers do nothing. */
const BY_CHARACTER: Readonly<Record<string, Step>> = {
  '(': (machine) => machine.mark(),
  '.': (machine) => machine.end(),
  '0': (machine) => machine.letGo(),
  '1': (machine) => void machine.marked(),
  '2': (machine) => machine.push(machine.top()),
  F: (machine) => machine.push(Number(machine.line().toString('latin1'))),
  I: (machine) => machine.push(numberOf(machine.line().toString('latin1'))),
  J: (machine) => machine.push(machine.cursor.bytes(4).readInt32LE()),
  K: (machine) => machine.push(machine.number(1)),
  L: (machine) => machine.push(numberOf(machine.line().toString('latin1'))),
  M: (machine) => machine.push(machine.number(2)),
  N: (machine) => machine.push(null),
  P: (machine) => machine.push(machine.line().toString()),
  // A value stored elsewhere is represented by its identifier.
  Q: () => undefined,
  R: (machine) => {
    const given = machine.pop();
    machine.call(machine.pop(), given);
  },
  S: (machine) => machine.push(quoted(machine.line().toString())),
  T: pushText(4),
  U: pushText(1),
  V: (machine) => machine.push(unescaped(machine.line().toString('latin1'))),
  X: pushText(4),
  a: (machine) => addMembers(machine, [machine.pop()]),
  b: (machine) => machine.build(),
  c: (machine) => machine.push(makerOf(machine.line().toString(), machine.line().toString())),
  d: pushDictionary,
  '}': pushEmpty,
  e: addMarked(addMembers),
  g: (machine) => machine.recall(Number(machine.line().toString('latin1'))),
  h: (machine) => machine.recall(machine.number(1)),
  i: (machine) => {
    const maker = makerOf(machine.line().toString(), machine.line().toString());
    machine.call(maker, new Composite(machine.marked()));
  },
  j: (machine) => machine.recall(machine.number(4)),
  l: pushMarked,
  ']': pushEmpty,
  o: (machine) => {
    const [maker = null, ...given] = machine.marked();
    machine.call(maker, new Composite(given));
  },
  p: (machine) => machine.store(Number(machine.line().toString('latin1'))),
  q: (machine) => machine.store(machine.number(1)),
  r: (machine) => machine.store(machine.number(4)),
  s: (machine) => {
    const value = machine.pop();
    addPairs(machine, [machine.pop(), value]);
  },
  t: pushMarked,
  ')': pushEmpty,
  u: addMarked(addPairs),
  G: (machine) => machine.push(machine.cursor.bytes(8).readDoubleBE()),
  '\x80': skipped(1),
  '\x81': (machine) => {
    const given = machine.pop();
    machine.call(machine.pop(), given);
  },
  '\x82': (machine) => machine.push(machine.number(1) && null),
  '\x83': (machine) => machine.push(machine.number(2) && null),
  '\x84': (machine) => machine.push(machine.number(4) && null),
  '\x85': pushTuple(1),
  '\x86': pushTuple(2),
  '\x87': pushTuple(3),
  '\x88': (machine) => machine.push(true),
  '\x89': (machine) => machine.push(false),
  '\x8a': (machine) => machine.push(longOf(machine.taken(machine.number(1)))),
  '\x8b': (machine) => machine.push(longOf(machine.taken(machine.number(4)))),
  B: pushData(4),
  C: pushData(1),
  '\x8c': pushText(1),
  '\x8d': pushText(8),
  '\x8e': pushData(8),
  '\x8f': pushEmpty,
  '\x90': addMarked(addMembers),
  '\x91': pushMarked,
  '\x92': (machine) => {
    const options = machine.pop();
    const given = machine.pop();
    machine.call(machine.pop(), new Composite([given, options]));
  },
  '\x93': (machine) => {
    const name = machine.pop();
    machine.push(makerOf(machine.pop(), name));
  },
  '\x94': (machine) => machine.store(),
  '\x95': skipped(8),
  '\x96': pushData(8),
  '\x97': (machine) => machine.push(null),
  '\x98': () => undefined,
};

const STEPS: readonly (Step | undefined)[] = Array.from(
  { length: 256 },
  (_, code) => BY_CHARACTER[String.fromCharCode(code)],
);
