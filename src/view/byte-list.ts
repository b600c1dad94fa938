import type { Span } from '../types.ts';
import { byteClass, type ByteClass } from './byte-class.ts';
import { NO_VIEWS, type DecodedView, type Finder, type ViewContext } from './decoded-view.ts';
import { Joiner } from './joined/joiner.ts';
import { AMONG_NUMBERS, LISTS, type ListMark, type ListNotation, type Member, memberOf, octalValue } from './list-notations.ts';
import { hasTextInside, isContainer, Sample, SAMPLE } from './worth.ts';

/** Fewest members of a list, and bytes between two places that are probed: a list of so many is longer. */
const LEAST = 16;
const STEP = 35;
/** Bytes that are looked at there for numbers, and for other marks of a list. */
const [SHORT_LOOK, LOOK] = [8, 12] as const;
const NEAR = 3;
/** Members that must follow where a list is looked for, bytes of these, and of one that is cut. */
const SURE = 3;
const SURE_LOOK = 64;
const MOST_CUT = 20;
/** From so many members on, data that does not begin as text is searched for text inside. */
const LONG = 32;
const [COMMA, SPACE, OPEN, COLON, AMPERSAND, ZERO] = [0x2c, 0x20, 0x28, 0x3a, 0x26, 0x30] as const;
/** Bytes of text that are read at once, and those at its end in which a member may be cut. */
const CHUNK = 16 * 1024;
const MOST_MEMBER = 192;
const DIGITS: ByteClass = byteClass('0123456789');
const BLANKS: ByteClass = byteClass(' \t\n');
/** What a number ends with that has a suffix: `.toByte()`, `68h`, `68u`, `u8`. */
const ENDS: ByteClass = byteClass(')hHuU8');
/** What is looked at closer. */
const MARKS: ByteClass = byteClass(`,'"`);

/** Whether the bytes from `at` on may lie among numbers: nothing else, and a comma or blanks behind some of them. */
function isAmongNumbers(bytes: Buffer, at: number): boolean {
  let blanks = 0;
  for (let i = at; i < at + LOOK; i++) {
    const byte = bytes[i] as number;
    if (AMONG_NUMBERS[byte] !== 1) return false;
    if (byte === COMMA) return areMembers(bytes, i, at + SHORT_LOOK);
    if (BLANKS[byte] === 1 && i > at && DIGITS[bytes[i - 1] as number] === 1) blanks++;
    if (blanks === 2 && i >= at + SHORT_LOOK - 1) return true;
  }
  return blanks > 0 && isBinary(bytes, at);
}

function areMembers(bytes: Buffer, from: number, end: number): boolean {
  for (let at = from; at < end; at++) if (AMONG_NUMBERS[bytes[at] as number] !== 1) return false;
  return true;
}

/** Whether nothing but ones, zeroes and blanks stands from `at` on. */
function isBinary(bytes: Buffer, at: number): boolean {
  for (let i = at; i < at + LOOK; i++) if (((bytes[i] as number) & 0xfe) !== ZERO && bytes[i] !== SPACE) return false;
  return true;
}

/** The mark that a quote may be, around a character or an index. */
function quoteMark(bytes: Buffer, at: number): ListMark | undefined {
  const [mark, next, second] = [bytes[at], bytes[at + 1], bytes[at + 2]];
  if (second === mark && next !== mark) return 'quotes';
  return next === COLON && DIGITS[bytes[at - 1] ?? 0] === 1 ? 'indexed' : undefined;
}

/** The mark that a comma may be, between bare characters or numbers with something around them. */
function commaMark(bytes: Buffer, at: number): ListMark | undefined {
  const [next, second, third] = [bytes[at + 1], bytes[at + 2], bytes[at + 3]];
  if (third === COMMA && next === SPACE) return 'bare';
  const first = (next === SPACE ? second : next) ?? 0;
  const isNumber = first === OPEN || first === AMPERSAND || (DIGITS[first] === 1 && ENDS[bytes[at - 1] ?? 0] === 1);
  return isNumber ? 'numbers' : undefined;
}

/** What stands at `at` if it may be inside a list. */
function markAt(bytes: Buffer, at: number): ListMark | undefined {
  if (AMONG_NUMBERS[bytes[at] as number] === 1 && isAmongNumbers(bytes, at)) return 'numbers';
  for (let i = at; i < at + NEAR; i++) {
    const byte = bytes[i] as number;
    if (MARKS[byte] !== 1) continue;
    const mark = byte === COMMA ? commaMark(bytes, i) : quoteMark(bytes, i);
    if (mark !== undefined) return mark;
  }
  return undefined;
}

/** Reads one list after the other from a text that is longer than what is read at once. */
class ListReader {
  readonly #bytes: Buffer;
  readonly #notation: ListNotation;
  #text = '';
  #base = 0;

  constructor(bytes: Buffer, notation: ListNotation) {
    this.#bytes = bytes;
    this.#notation = notation;
  }

  /** Whether members follow at `probe`, the first of which may be cut. */
  follows(probe: number): boolean {
    this.#base = probe;
    this.#text = this.#bytes.toString('latin1', probe, probe + SURE_LOOK);
    const first = this.#member(probe, false);
    return first !== undefined && first.start < probe + MOST_CUT && this.#membersFrom(first, SURE).length === SURE;
  }

  /** The list that holds what stands at `probe`; empty where there is none. */
  around(probe: number, floor: number): Member[] {
    this.#load(this.#start(probe, floor));
    for (let from = this.#base; from <= probe;) {
      const first = this.#member(from, false);
      if (first === undefined || first.start > probe + LOOK) return [];
      const members = this.#membersFrom(first);
      from = members.at(-1)?.end ?? from;
      if (from > probe || members.length >= LEAST) return members;
      if (from < this.#base) return [];
    }
    return [];
  }

  /** Where the list may begin. */
  #start(probe: number, floor: number): number {
    const { back, inside } = this.#notation;
    let start = probe;
    const first = Math.max(floor, probe - back);
    while (start > first && inside[this.#bytes[start - 1] as number] === 1) start--;
    return start;
  }

  #membersFrom(first: Member, most: number = Infinity): Member[] {
    const members = [first];
    for (let last = first; members.length < most;) {
      const { separator } = this.#notation;
      separator.lastIndex = this.#reach(last.end);
      const gap = separator.exec(this.#text)?.[0].length;
      const next = gap === undefined ? undefined : this.#member(last.end + gap, true);
      if (next === undefined) break;
      members.push(next);
      last = next;
    }
    return members;
  }

  /** The member at or, where it need not be there, behind `at`. */
  #member(at: number, isThere: boolean): Member | undefined {
    const { member } = this.#notation;
    member.lastIndex = this.#reach(at);
    if (!isThere) return this.#placed(member.exec(this.#text));
    const match = this.#sticky(member, this.#reach(at));
    return this.#placed(match);
  }

  #sticky(member: RegExp, at: number): RegExpExecArray | null {
    const sticky = STICKY.get(member) ?? new RegExp(member.source, 'y');
    STICKY.set(member, sticky);
    sticky.lastIndex = at;
    return sticky.exec(this.#text);
  }

  #placed(match: RegExpExecArray | null): Member | undefined {
    if (match === null) return undefined;
    const member = memberOf(match);
    return { ...member, start: member.start + this.#base, end: member.end + this.#base };
  }

  /** Place of `at` in the text that is read, with enough of it behind. */
  #reach(at: number): number {
    if (at - this.#base > CHUNK - MOST_MEMBER) this.#load(at - 1);
    return at - this.#base;
  }

  #load(from: number): void {
    this.#base = from;
    this.#text = this.#bytes.toString('latin1', from, from + CHUNK);
  }
}

const STICKY: Map<RegExp, RegExp> = new Map();

/** The bytes of the members, if they are worth scanning: as they are written or, where all have three digits, in octal. */
function worthOf(members: readonly Member[]): Buffer | undefined {
  const values = members.map(({ value }) => (value > 255 ? undefined : value));
  const readings = [values, members.map(octalValue)].filter((one) => !one.includes(undefined));
  return readings.map((one) => Buffer.from(one as number[])).find(isWorth);
}

function isWorth(decoded: Buffer): boolean {
  const sample = new Sample();
  if (decoded.length === 0) return false;
  const begins = decoded.subarray(0, SAMPLE).every((byte) => sample.accept(byte)) && sample.isWorth;
  return begins || (decoded.length >= LONG && hasTextInside(decoded));
}

function viewOf(bytes: Buffer, members: readonly Member[], decoded: Buffer): DecodedView {
  const joiner = new Joiner(bytes);
  members.forEach((span, index) => joiner.put(decoded.subarray(index, index + 1), span));
  const view = joiner.view('byte-list');
  return {
    kind: view.kind,
    bytes: view.bytes,
    container: isContainer(view.bytes),
    toOuter: (span) => view.toOuter(span),
  };
}

/** A list that begins in the range; without bytes where it is nothing worth scanning. */
interface Found {
  readonly members: readonly Member[];
  readonly bytes: Buffer | undefined;
}

/** The list around `probe`, in the first notation in which it is worth scanning. */
function listAt(bytes: Buffer, probe: number, floor: number, mark: ListMark): Found {
  let longest: readonly Member[] = [];
  for (const notation of LISTS[mark]) {
    const reader = new ListReader(bytes, notation);
    const members = reader.follows(probe) ? reader.around(probe, floor) : [];
    const decoded = members.length < LEAST ? undefined : worthOf(members);
    if (decoded !== undefined) return { members, bytes: decoded };
    if (members.length > longest.length) longest = members;
  }
  return { members: longest, bytes: undefined };
}

/** The lists that begin in the range, also those that are too short. */
function* listsIn(bytes: Buffer, range: Span): Generator<Found> {
  let floor = range.start;
  for (let probe = range.start; probe < bytes.length; probe += STEP) {
    const mark = markAt(bytes, probe);
    const list = mark && listAt(bytes, probe, floor, mark);
    const [first, last] = [list?.members[0], list?.members.at(-1)];
    if (list === undefined || first === undefined || last === undefined) continue;
    if (first.start >= range.end) return;
    const isLong = list.members.length >= LEAST;
    floor = Math.max(floor, isLong ? last.end : Math.min(probe, last.end));
    if (!isLong) continue;
    probe = Math.max(probe, last.end - STEP);
    yield list;
  }
}

function* viewsIn(bytes: Buffer, range: Span, context: ViewContext): Generator<DecodedView> {
  for (const list of listsIn(bytes, range)) {
    context.reach?.goFar();
    if (list.bytes === undefined) continue;
    const span = { start: list.members[0]?.start ?? 0, end: list.members.at(-1)?.end ?? 0 };
    if (context.stopped || !context.pay(list.members.length, 'byte-list', span)) return;
    yield viewOf(bytes, list.members, list.bytes);
  }
}

/**
 * Finds lists of at least 16 numbers or characters that are a text: `[103, 108, …]`, `{0x67, 0x6c, …}`, `['g', 'l', …]`, what Node
 * prints of a buffer in JSON.
 */
export const byteListViews: Finder = (bytes, range, context) =>
  bytes.length < LEAST * 2 ? NO_VIEWS : viewsIn(bytes, range, context);
