import type { Span } from '../../types.ts';
import { BLANKS, byteClass, type ByteClass, TOKEN_CHARACTERS } from '../byte-class.ts';
import { NO_VIEWS, type DecodedView, type Finder, type ViewContext } from '../decoded-view.ts';
import { Joiner } from '../joined/joiner.ts';
import { isContainer, isWorth, SAMPLE } from './worth.ts';

/** Minimum number of members in a list, and distance between probes: the shortest list is longer than that. */
const LEAST = 16;
const STEP = 36;
/** Bytes examined at a probe. */
const LOOK = 8;
/** Maximum number of blanks and line breaks around a comma. */
const MOST_GAP = 64;
const [COMMA, SPACE, QUOTE, ZERO, NINE] = [0x2c, 0x20, 0x22, 0x30, 0x39] as const;
/** Bytes of number lists: digits of either base, commas, blanks, line breaks; keys in JSON. */
const MEMBERS: ByteClass = byteClass('0123456789abcdefABCDEFxX, \t\r\n":');
const NUMBER = /0[xX](?<hex>[0-9a-fA-F]{1,2})(?![0-9A-Za-z])|(?<decimal>25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?![\w.])/y;

/** A number in a list: its value and its span. */
interface Member extends Span {
  readonly value: number;
}

/** Numbers separated by commas or single blanks. */
interface List {
  readonly members: readonly Member[];
  readonly span: Span;
}

/** Whether four of the bytes from `at` on may be part of a list; checked together first, as most texts fail it. */
function mayLieInside(bytes: Buffer, at: number): boolean {
  const ends = MEMBERS[bytes[at] as number]! & MEMBERS[bytes[at + 7] as number]!;
  return (ends & MEMBERS[bytes[at + 2] as number]! & MEMBERS[bytes[at + 5] as number]!) !== 0;
}

/** Whether the bytes from `at` on may be part of a list: only list bytes, including a comma or two single blanks. */
function isInside(bytes: Buffer, at: number): boolean {
  let marks = 0;
  for (let i = at; i < at + LOOK; i++) {
    const byte = bytes[i] as number;
    if (MEMBERS[byte] !== 1) return false;
    if (byte === COMMA) marks += 2;
    else if (byte === SPACE && bytes[i + 1] !== SPACE) marks++;
  }
  return marks > 1;
}

/** Length of the shortest list. */
const SHORTEST = 2 * LEAST - 1;

/** Whether `at` lies in a run of list bytes at least as long as the shortest list. */
function isLong(bytes: Buffer, at: number): boolean {
  let end = at;
  while (end < at + SHORTEST && MEMBERS[bytes[end] ?? 0] === 1) end++;
  const start = Math.max(0, end - SHORTEST);
  let from = at;
  while (from > start && MEMBERS[bytes[from - 1] ?? 0] === 1) from--;
  return end - from >= SHORTEST;
}

/** Start of the run of list bytes around `at`. */
function startOf(bytes: Buffer, at: number, floor: number): number {
  let start = at;
  while (start > floor && MEMBERS[bytes[start - 1] ?? 0] === 1) start--;
  return start;
}

function skipBlanks(bytes: Buffer, from: number): number {
  const end = Math.min(from + MOST_GAP, bytes.length);
  let at = from;
  while (at < end && BLANKS[bytes[at] as number] === 1) at++;
  return at;
}

function memberAt(bytes: Buffer, at: number): Member | undefined {
  const first = bytes[at] ?? 0;
  if (first < ZERO || first > NINE) return undefined;
  NUMBER.lastIndex = 0;
  const match = NUMBER.exec(bytes.toString('latin1', at, at + 6));
  if (match === null) return undefined;
  const { hex, decimal } = match.groups ?? {};
  const value = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return { value, start: at, end: at + match[0].length };
}

/** Digits of a key and its quotation marks. */
const MOST_KEY = 12;
const KEY = /"(?<key>\d{1,9})"\s{0,4}:\s{0,4}/y;

/**
 * Position of the value after a key, `"12": `: JSON writes byte arrays like that if the program does not treat them as arrays; `at` if
 * there is no key.
 */
function skipKey(bytes: Buffer, at: number): number {
  if (bytes[at] !== QUOTE) return at;
  KEY.lastIndex = 0;
  return at + (KEY.exec(bytes.toString('latin1', at, at + MOST_KEY + 8))?.[0].length ?? 0);
}

const [SLASH, STAR] = [0x2f, 0x2a] as const;
/** Longest comment at the end of a line of a list: the same bytes as characters, an offset. */
const MOST_COMMENT = 80;

/** Where a list continues after a comma: after blanks, and after a comment, which captures exported as C have on each line. */
function behindComma(bytes: Buffer, comma: number): number {
  const at = skipBlanks(bytes, comma + 1);
  if (bytes[at] !== SLASH || bytes[at + 1] !== STAR) return at;
  const close = bytes.subarray(at, at + MOST_COMMENT).indexOf('*/');
  return close < 0 ? at : skipBlanks(bytes, at + close + 2);
}

/** The members from `from` on, separated by commas, or by single blanks as Go prints a slice. */
function membersFrom(bytes: Buffer, from: number): Member[] {
  const members: Member[] = [];
  let hasCommas: boolean | undefined;
  let at = skipKey(bytes, skipBlanks(bytes, from));
  for (let member = memberAt(bytes, at); member !== undefined; member = memberAt(bytes, at)) {
    members.push(member);
    const next = skipBlanks(bytes, member.end);
    const isComma = bytes[next] === COMMA;
    hasCommas ??= isComma;
    if (isComma !== hasCommas || (!isComma && (next !== member.end + 1 || bytes[member.end] !== SPACE))) break;
    at = isComma ? skipKey(bytes, behindComma(bytes, next)) : next;
  }
  return members;
}

/** Next position at which a number may begin that is not the end of another one. */
function nextStart(bytes: Buffer, from: number): number {
  let at = from;
  while (TOKEN_CHARACTERS[bytes[at] ?? 0] === 1) at++;
  return at + 1;
}

/** The list around `probe`; empty if none is long enough. */
function listAround(bytes: Buffer, probe: number, floor: number): Member[] {
  for (let start = startOf(bytes, probe, floor); start <= probe; start = nextStart(bytes, start)) {
    const members = membersFrom(bytes, start);
    if (members.length >= LEAST || (members.at(-1)?.end ?? 0) > probe) return members;
  }
  return [];
}

function viewOf(bytes: Buffer, members: readonly Member[]): DecodedView {
  const joiner = new Joiner(bytes);
  for (const { value, start, end } of members) joiner.put(Buffer.from([value]), { start, end });
  const view = joiner.view('byte-list');
  return {
    kind: view.kind,
    bytes: view.bytes,
    container: isContainer(view.bytes),
    toOuter: (span) => view.toOuter(span),
  };
}

/** The first probe from `from` on that may be in a list; the end of the bytes if there is none. */
function nextProbe(bytes: Buffer, from: number): number {
  const last = bytes.length - LOOK;
  for (let probe = from; probe <= last; probe += STEP) {
    if (mayLieInside(bytes, probe) && isInside(bytes, probe) && isLong(bytes, probe)) return probe;
  }
  return bytes.length;
}

/** The lists that begin in the range, including those that are too short. */
function* listsIn(bytes: Buffer, range: Span): Generator<List> {
  let floor = range.start;
  for (let probe = nextProbe(bytes, range.start); probe < bytes.length; probe = nextProbe(bytes, probe + STEP)) {
    const members = listAround(bytes, probe, floor);
    const [first, last] = [members[0], members.at(-1)];
    floor = Math.max(probe, last?.end ?? 0);
    if (first === undefined || last === undefined) continue;
    if (first.start >= range.end) return;
    probe = Math.max(probe, last.end - STEP);
    yield { members, span: { start: first.start, end: last.end } };
  }
}

function* viewsIn(bytes: Buffer, range: Span, context: ViewContext): Generator<DecodedView> {
  for (const { members, span } of listsIn(bytes, range)) {
    if (members.length < LEAST) continue;
    context.reach?.isOne(span);
    if (!isWorth(Buffer.from(members.slice(0, SAMPLE).map(({ value }) => value)))) continue;
    if (context.stopped || !context.pay(members.length, 'byte-list', span)) return;
    yield viewOf(bytes, members);
  }
}

/**
 * Finds lists of at least 16 numbers that are the bytes of a text: `[103, 108, …]`, `{0x67, 0x6c, …}`, `[103 108 …]`,
 * `{"0":103,"1":108,…}`, also as Node prints a buffer in JSON.
 */
export const byteListViews: Finder = (bytes, range, context) =>
  bytes.length < LEAST * 2 ? NO_VIEWS : viewsIn(bytes, range, context);
