import type { Span } from '../../types.ts';
import { NO_VIEWS, type DecodedView, type Finder, type ViewContext } from '../decoded-view.ts';
import { Joiner } from '../joined/joiner.ts';
import { readJsonEscape } from './backslash.ts';

/** Length of a stretch that may contain members, and how far before it the first member may be. */
const STRETCH = 64;
const REACH = 256;
/** Minimum number of characters. */
const LEAST = 12;
/** Length of the text in which a member is matched. */
const LONGEST_MEMBER = 64;
const FIRST = /(?:"0"|'0'|\b0): ?["']/;
/** A member: its index, and one character or its escape. */
const MEMBER =
  /^(?:"(?<a>\d{1,4})"|'(?<b>\d{1,4})'|(?<c>\d{1,4})): ?(?<quote>["'])(?<one>\\u[\da-fA-F]{4}|\\.|[^\\])\k<quote>/s;
const BETWEEN = /^,\s{0,24}/;

/** Appends the members from `at` on as long as their indices count up; returns their end. */
function putMembers(bytes: Buffer, at: number, joiner: Joiner): number {
  let [end, next] = [at, at];
  for (let index = 0; ; index++) {
    const text = bytes.toString('latin1', next, next + LONGEST_MEMBER);
    const member = MEMBER.exec(text);
    const { a, b, c, quote = '', one = '' } = member?.groups ?? {};
    if (member === null || Number(a ?? b ?? c) !== index) return end;
    end = next + member[0].length;
    const start = end - quote.length - one.length;
    joiner.put(characterOf(bytes, start, one), { start, end: start + one.length });
    const between = BETWEEN.exec(bytes.toString('latin1', end, end + LONGEST_MEMBER));
    if (between === null) return end;
    next = end + between[0].length;
  }
}

function characterOf(bytes: Buffer, at: number, one: string): Buffer {
  const escape = { length: 0, code: 0, isByte: false };
  if (!one.startsWith('\\')) return bytes.subarray(at, at + one.length);
  return readJsonEscape(bytes, at, at + one.length, escape)
    ? Buffer.from(String.fromCodePoint(escape.code))
    : bytes.subarray(at + 1, at + one.length);
}

function* viewsIn(bytes: Buffer, range: Span, context: ViewContext): Generator<DecodedView> {
  let floor = range.start;
  for (const stretch of context.runs.rows) {
    if (stretch >= range.end || context.stopped) return;
    const from = Math.max(floor, stretch - REACH);
    const first = FIRST.exec(bytes.toString('latin1', from, stretch + STRETCH));
    if (stretch < floor || first === null) continue;
    const joiner = new Joiner(bytes);
    const start = from + first.index;
    floor = putMembers(bytes, start, joiner);
    if (joiner.length < LEAST) continue;
    const span = { start, end: floor };
    context.reach?.isOne(span);
    if (!context.pay(joiner.length, 'characters', span)) return;
    const view = joiner.view('characters');
    yield { kind: view.kind, bytes: view.bytes, container: false, toOuter: (inner) => view.toOuter(inner) };
  }
}

/** Finds texts that were split into characters, `{"0":"p","1":"a",…}`: what JavaScript makes of a string spread into an object. */
export const spreadViews: Finder = (bytes, range, context) =>
  context.runs.rows.length === 0 ? NO_VIEWS : viewsIn(bytes, range, context);
