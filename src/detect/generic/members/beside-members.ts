import { endOf, matchAt } from '../../sticky.ts';
import { lineEnd } from '../line-end.ts';
import { wordsOf } from '../name.ts';
import { readValue } from '../value.ts';
import { elementMembers } from './element-members.ts';
import { columnOf, LONGEST_FRONT, memberInFront } from './front-member.ts';
import { behindNested, isBracket, KEY, memberOf, nameOf, within } from './map-members.ts';
import { type Member, MOST_MEMBERS } from './member.ts';
import { tellerIn } from './teller.ts';

/** Last words of keys for a value that is named by another member. */
const NEUTRAL = new Set(
  'value val data content contents raw text string plaintext plain default new old current previous v'.split(' '),
);
/** What contains credentials with their own names, or separates the members of an object from its kind. */
const HOLDS = /^(?:stringData|keys|values)$/;
const DESCRIBES = /^(?:properties|attributes|spec|data)$/;
/** The rest of the text that names the object. */
const REST =
  /(?: (?:was |has been )?(?:created|generated|issued|rotated|regenerated|updated|set|reset|changed|stored|saved|added|refreshed|renewed|replaced))?(?: (?:for|of) [\w.@-]{1,40})?(?:@[\w-]{4,20})?\\{0,3}["'`]?(?=[\s,;&/<>)}\]]|$)/y;
/** Words of a statement up to a member: `rotated secret github new=`, `UPDATE tokens SET value = `. */
const STATEMENT =
  /\]?(?:\s{1,8}SET(?=\s)|[ \t]{1,2}["'(]?[A-Za-z][\w.@/-]{0,30}["'),:]?){0,4}["'`]?[ \t]{1,2}(?=["'`]?[A-Za-z_]{1,16}["'`]?[ \t]?[=:])/y;
/** The tag that ends a text. */
const CLOSING = /<\/[\w.:-]{1,40}(?=>)/y;
/** A call, which is not a value. */
const CALL = /[\w.:]{1,40}\([^()\n]{0,80}\)/y;
const BETWEEN = /(?:[\s,;|&]|(?:#|\/\/)[^\n]{0,120}(?=\n)){1,80}/y;
const LINE = /[^\n]{0,400}/y;
/** How a statement continues after the name. */
const GOES_ON = /^(?:[ "'`\]]|\s?\nSET)/;
const [LF, QUOTES] = [10, '"\'`'] as const;
const KEY_END = '</key>';

/** The members next to the one whose text contains the name at `[nameStart, nameEnd)`, or those in the rest of a statement about it. */
export function besideMembers(text: string, nameStart: number, nameEnd: number, until: number): readonly Member[] {
  const front = text.slice(Math.max(0, nameStart - LONGEST_FRONT), nameStart);
  const teller = mayBeText(front) ? tellerIn(front) : undefined;
  if (teller === undefined) return stated(text, nameEnd, until);
  const rest = endOf(REST, text, nameEnd);
  if (rest === undefined) return [];
  const elements = /[<> ]/.test(text.charAt(rest)) ? elementsBehind(text, rest, until) : [];
  const { at, prefix } = teller;
  const behind = membersBehind(text, rest, until, { ...teller, column: columnOf(front, at) }).filter(({ path }) =>
    isBeside(path, prefix),
  );
  const others = [...elements, ...memberInFront(front, at, nameStart - front.length)];
  return [...behind, ...others.filter(isNeutral)];
}

/** The elements after the one whose text ends at `at`; a key of a property list names only the string directly after it. */
function elementsBehind(text: string, at: number, until: number): readonly Member[] {
  const members = elementMembers(text, endOf(CLOSING, text, at) ?? at, until);
  return text.startsWith(KEY_END, at) ? members.filter(({ path }, index) => index === 0 || path !== 'string') : members;
}

/** Whether a name may be a text: after a quotation mark, an assignment operator, or a blank after one. */
function mayBeText(front: string): boolean {
  const last = front.at(-1) ?? '';
  if (QUOTES.includes(last) || '=:/>'.includes(last)) return front !== '';
  return last === ' ' && /[=:>] {1,3}$/.test(front);
}

/** Whether a key shares its prefix with the one that names the object, if that has a prefix: `entries.1.type`, `entries.1.value`. */
function isBeside(path: string, prefix: string): boolean {
  return !/[._-]$/.test(prefix) || path.startsWith(prefix);
}

/** Whether the last word of a member's name says only that it is the value. */
function isNeutral({ path }: Member): boolean {
  return NEUTRAL.has(wordsOf(path).at(-1) ?? '');
}

function lastSegment(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}

/** The members of a statement about the named object, on the same line. */
function stated(text: string, nameEnd: number, until: number): readonly Member[] {
  if (!GOES_ON.test(text.slice(nameEnd, nameEnd + 5))) return [];
  const from = endOf(STATEMENT, text, nameEnd);
  if (from === undefined) return [];
  const line = lineEnd(text, from, until - from);
  return membersBehind(text, from, line < 0 ? until : line);
}

/** What separates the members of one object from those of the next. */
interface Bounds {
  /** The column of the naming member if it begins its line; undefined if others precede it. */
  readonly column?: number | undefined;
  /** The last word of that member's name. */
  readonly word?: string;
}

/** The members from `from` on, up to the one that names the next object; those that begin their lines have the same column. */
function membersBehind(text: string, from: number, until: number, { column, word }: Bounds = {}): Member[] {
  const members: Member[] = [];
  let at: number | undefined = from;
  for (let count = 0; at !== undefined && at < until && count < MOST_MEMBERS; count++) {
    const start: number = endOf(BETWEEN, text, at) ?? at;
    const deeper: number = column === undefined ? 0 : columnAt(text, at, start, column) - column;
    if (deeper < 0) break;
    at = deeper > 0 ? endOf(LINE, text, start) : readMember(text, keyAt(text, start, word), until, members);
  }
  return members;
}

/** The column at `at`; that of the previous member if no line begins between them. */
function columnAt(text: string, from: number, at: number, column: number): number {
  const line = text.slice(from, at).lastIndexOf('\n');
  return line < 0 ? column : at - from - line - 1;
}

/** The key at `at`, unless it has the name of the member that names the next object. */
function keyAt(text: string, at: number, other: string | undefined): RegExpExecArray | undefined {
  const key = matchAt(KEY, text, at);
  return key !== undefined && lastSegment(nameOf(key)) === other ? undefined : key;
}

/** The values in the brackets that open at `at` after a name. */
function heldBy(name: string, text: string, at: number, until: number): Member[] {
  if (!HOLDS.test(name) && !DESCRIBES.test(name)) return [];
  const held = within(text, at + 1, until, { isList: text[at] === '[', path: '', depth: 2 });
  return HOLDS.test(name) ? held : held.filter(isNeutral);
}

/** Adds a member that is a value, or those that it contains; returns its end. */
function readMember(
  text: string,
  key: RegExpExecArray | undefined,
  until: number,
  members: Member[],
): number | undefined {
  if (key === undefined) return undefined;
  const start = key.index + key[0].length;
  if (isBracket(text.charCodeAt(start))) {
    members.push(...heldBy(nameOf(key), text, start, until));
    return behindNested(text, start, until);
  }
  const value = readValue(text, start);
  if (value === undefined) return text.charCodeAt(start) === LF ? start : endOf(CALL, text, start);
  if (value.end > until) return undefined;
  const member = memberOf(key, value, '');
  if (isNeutral(member)) members.push(member);
  return value.end + value.quote.length;
}
