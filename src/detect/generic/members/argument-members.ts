import { endOf, matchAt } from '../../sticky.ts';
import { readValue, readWrapped } from '../value.ts';
import { putsInto, setsIt } from './keyed-members.ts';
import type { Member } from './member.ts';

/** The name of a type: `ApiKey`, `auth.NewToken`. */
const TYPE = /(?:^|\.)[A-Z][A-Za-z\d]*$/;
/** The opening of the arguments after it: of the type itself, of its constructor, of a variable of the type. */
const OPEN = /(?:(?:::|\.(?:objects\.)?)[A-Za-z_]\w{0,24}[!?]?|[ \t][a-z_]\w{0,30})?(?:\(|\s{0,40}\{)\s{0,40}/y;
/** An argument up to its value, optionally with its name. */
const ARGUMENT = /[{:]?\s{0,40}(?:["'`]?(?<key>[A-Za-z_]\w{0,30})["'`]?\s{0,3}(?<operator>=>|[:=])\s{0,3})?/y;
/** A chained call of a builder, up to its argument: `.value(`. */
const CALL = /\)?\s{0,40}\.(?<key>[A-Za-z_]\w{0,30})\(\s{0,4}/y;
/** An argument that is not a text. */
const OTHER = /[\w.$*&-]{1,60}(?:::\w{1,30})?/y;
/** What ends an argument, including conversions. */
const NEXT = /\)?(?:\.[a-z_]{2,12}\(\))?(?:\s{0,40},\s{0,40}|[ ](?=[A-Z]\w{0,30}:))/y;
const MOST = 8;

/**
 * The texts passed to the type that the name at `[nameStart, nameEnd)` refers to, or inserted into its collection: `new ApiKey("prod",
 * "…")`, `Token(value="…")`, `Token{ID:4 Value:…}`, `Token.builder().value("…")`, `tokens.insertOne({ value: "…" })`.
 */
export function argumentMembers(text: string, nameStart: number, nameEnd: number, until: number): readonly Member[] {
  const open = endOf(OPEN, text, nameEnd);
  if (open === undefined || !isGiven(text.slice(nameStart, nameEnd))) return [];
  const isChain = text[open] === ')';
  const members: Member[] = [];
  for (let at: number | undefined = open, count = 0; at !== undefined && at < until && count < MOST; count++) {
    const lead = matchAt(isChain ? CALL : ARGUMENT, text, at);
    const argument = lead && argumentAt(text, lead, until);
    if (argument === undefined) break;
    if (argument.member !== undefined) members.push(argument.member);
    at = isChain ? argument.end : endOf(NEXT, text, argument.end);
  }
  return members;
}

/** Whether a function with this name takes a credential and does not check one. */
function isGiven(name: string): boolean {
  return TYPE.test(name) || putsInto(name) || setsIt(name);
}

interface Argument {
  readonly member: Member | undefined;
  readonly end: number;
}

/** The argument after its lead; undefined if it is not a text, word or number. */
function argumentAt(text: string, lead: RegExpExecArray, until: number): Argument | undefined {
  const start = lead.index + lead[0].length;
  const { key = '', operator = '=' } = lead.groups ?? {};
  const value = readWrapped(text, start) ?? (key === '' ? undefined : readValue(text, start));
  const end = value === undefined ? endOf(OTHER, text, start) : value.end + value.quote.length;
  if (end === undefined || end > until) return undefined;
  const keyStart = key === '' ? start : lead.index + lead[0].indexOf(key);
  return { member: value && { ...value, operator, path: key, keyStart, keyEnd: keyStart + key.length }, end };
}
