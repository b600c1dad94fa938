import { endOf, matchAt } from '../../sticky.ts';
import { readValue, type ValueSpan } from '../value.ts';
import { type Member, MOST_DEEP, MOST_MEMBERS } from './member.ts';

/** `"tokens": {`, `tokens = {`, `secrets {`, `$tokens = array(`, `tokens := map[string]string{`, `passwords => [` */
const MAP =
  /(?:\\{0,8}["'`]|[\])])?(?:[ \t]{1,2}"[\w.@-]{1,40}"){0,2}[ \t]{0,8}(?:(?::?=|:|=>)[ \t]{0,8}(?:(?:new |&)?[A-Za-z_][\w.<>[\], *]{0,60}(?:\(\))?)?[ \t]{0,4}(?<open>[{[(])|\{)(?=[\s"'`\\:{]|[A-Za-z])/y;
/** What stands between two members. */
const BETWEEN = /(?:[\s,;{]|\/\/[^\n]{0,120}\n|#[^\n]{0,120}\n){0,200}/y;
const KEY =
  /(?:(?<quote>\\{0,8}["'`])(?<quoted>[A-Za-z][\w.@/ -]{0,60})\k<quote>|:?(?<bare>[A-Za-z][\w.@/-]{0,60}))[ \t]{0,24}(?<operator>=>|:=|=|:)[ \t]{0,24}/y;
/** From a value to what ends its member. */
const REST = /[^,;\n{}[\]]{0,80}/y;
const NEXT_OBJECT = /\}\s{0,40},\s{0,40}\{/y;

/** The members between the brackets that open behind the name that ends at `nameEnd`, each with a comma or a line's end behind it. */
export function mapMembers(text: string, nameEnd: number, until: number): readonly Member[] {
  const open = matchAt(MAP, text, nameEnd);
  if (open === undefined) return [];
  const isList = open.groups?.['open'] === '[';
  return within(text, nameEnd + open[0].length, until, { isList, path: '', depth: 1 });
}

interface Around {
  readonly isList: boolean;
  /** Names of the members around, with a dot behind each. */
  readonly path: string;
  readonly depth: number;
}

function within(text: string, from: number, until: number, { isList, path, depth }: Around): Member[] {
  const members: Member[] = [];
  let at: number | undefined = from;
  while (at !== undefined && at < until && members.length < MOST_MEMBERS) {
    const key = matchAt(KEY, text, endOf(BETWEEN, text, at) ?? at);
    if (key === undefined) break;
    const start = key.index + key[0].length;
    const isNested = isBracket(text.charCodeAt(start));
    const value = isNested ? undefined : readValue(text, start);
    if (value !== undefined && value.end <= until) members.push(memberOf(key, value, path));
    if (isNested && depth < MOST_DEEP) {
      const inner = { isList: text[start] === '[', path: `${path}${nameOf(key)}.`, depth: depth + 1 };
      members.push(...within(text, start + 1, until, inner));
    }
    at = nextMember(
      text,
      value === undefined ? behindNested(text, start, until) : value.end + value.quote.length,
      isList,
    );
  }
  return members;
}

function nameOf({ groups }: RegExpExecArray): string {
  return groups?.['quoted'] ?? groups?.['bare'] ?? '';
}

function memberOf(key: RegExpExecArray, { start, end, quote }: ValueSpan, path: string): Member {
  const { quote: mark = '', quoted, operator = '' } = key.groups ?? {};
  const name = nameOf(key);
  const keyStart = key.index + (quoted === undefined ? key[0].indexOf(name) : mark.length);
  return { start, end, quote, operator, path: `${path}${name}`, keyStart, keyEnd: keyStart + name.length };
}

/** Where the next member may begin behind what ends at `end`; undefined where a bracket ends all. */
function nextMember(text: string, end: number, isList: boolean): number | undefined {
  const at = endOf(REST, text, end) ?? end;
  if (/[,;\n]/.test(text.charAt(at))) return at;
  return isList && text[at] === '}' ? endOf(NEXT_OBJECT, text, at) : undefined;
}

/** Where brackets that open at `at` are closed; `at` where none opens there. */
function behindNested(text: string, at: number, until: number): number {
  let depth = 0;
  for (let i = at; i < until; i++) {
    const code = text.charCodeAt(i);
    if (isBracket(code)) depth++;
    else if (code === 0x7d || code === 0x5d || code === 0x29) depth--;
    if (depth <= 0) return depth < 0 || i === at ? i : i + 1;
  }
  return until;
}

/** One that opens. */
function isBracket(code: number): boolean {
  return code === 0x7b || code === 0x5b || code === 0x28;
}
