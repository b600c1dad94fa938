import { endOf, matchAt } from '../../sticky.ts';
import { readValue } from '../value.ts';
import { type Member, MOST_DEEP, MOST_MEMBERS } from './member.ts';

/** `tokens:` followed by nothing but a comment or an anchor. */
const BLOCK = /["']?[ \t]{0,4}:(?:[ \t]{1,4}&\w{1,40})?[ \t]{0,40}(?:#[^\n]{0,120})?\r?\n/y;
/** What may precede a name with a block on its line. */
const BLOCK_BEFORE = /(?:^|\n)(?<indent>[ \t]{0,60}(?:- )?)["']?$/;
/** The end of the line of `[tokens]`, `[app.tokens]`. */
const SECTION = /["']?\]{1,2}[ \t]{0,8}(?:[#;][^\n]{0,120})?\r?\n/y;
const SECTION_BEFORE = /(?:^|\n)[ \t]{0,16}\[{1,2}["']?[\w.: -]{0,60}$/;
const LINE = /(?<pad>[ \t]{0,60})(?<rest>[^\n]{0,600})(?:\n|$)/y;
/** The name of a member, or the mark of an item without a name. */
const LINE_KEY =
  /- (?![\w.-]{1,60}:(?:[ \t]|$))|(?<quote>["']?)(?<key>[A-Za-z][\w.@/ -]{0,60}?)\k<quote>[ \t]{0,24}(?<operator>=|:)[ \t]{0,24}/y;
/** A member that contains others. */
const PARENT = /^(?:- )?["']?(?<key>[A-Za-z][\w.@/-]{0,60})["']?:[ \t]*(?:#.*)?\r?$/;
const END_OF_LINE = /^[ \t]{0,40}(?:[#;][^\n]*)?\r?(?:\n|$)/;
const BEFORE = 64;
/** The level of lines in a section. */
const ANY = -1;

/** The members on the lines of a block (`tokens:`) or of a section (`[tokens]`); undefined if the name begins neither. */
export function lineMembers(
  text: string,
  nameStart: number,
  nameEnd: number,
  until: number,
): readonly Member[] | undefined {
  const before = text.slice(Math.max(0, nameStart - BEFORE), nameStart);
  const section = endOf(SECTION, text, nameEnd);
  if (section !== undefined) return SECTION_BEFORE.test(before) ? linesOf(text, section, until, ANY) : undefined;
  const block = endOf(BLOCK, text, nameEnd);
  const indent = block === undefined ? undefined : BLOCK_BEFORE.exec(before)?.groups?.['indent'];
  return block === undefined || indent === undefined ? undefined : linesOf(text, block, until, indent.length);
}

/** A member with others below it, and its indentation. */
interface Parent {
  readonly indent: number;
  /** Its name after those of the surrounding members, each followed by a dot. */
  readonly path: string;
}

/** Members on separate lines: those indented more than `indent`, or up to the next section if that is {@link ANY}. */
function linesOf(text: string, from: number, until: number, indent: number): Member[] {
  const members: Member[] = [];
  let parents: readonly Parent[] = [];
  for (let at = from; at < until && members.length < MOST_MEMBERS;) {
    const { all, pad, rest } = lineAt(text, at);
    if (all === 0) break;
    const start = at + pad.length;
    at += all;
    if (/^(?:[#;]|\r?$)/.test(rest)) continue;
    if (isOver(indent, pad.length, rest)) break;
    parents = parents.filter((parent) => parent.indent < pad.length);
    const path = parents.at(-1)?.path ?? '';
    const parent = PARENT.exec(rest)?.groups?.['key'];
    if (parent === undefined) members.push(...lineMember(text, start, until, path));
    else if (parents.length < MOST_DEEP - 1) parents = [...parents, { indent: pad.length, path: `${path}${parent}.` }];
    else break;
  }
  return members;
}

/** The length of a line, its indentation and the rest. */
function lineAt(text: string, at: number): { readonly all: number; readonly pad: string; readonly rest: string } {
  const { 0: all = '', groups } = matchAt(LINE, text, at) ?? {};
  const { pad = '', rest = '' } = groups ?? {};
  return { all: all.length, pad, rest };
}

/** Whether a line ends the block, or begins the next section. */
function isOver(indent: number, depth: number, rest: string): boolean {
  return indent === ANY ? rest.startsWith('[') : depth <= indent;
}

function lineMember(text: string, at: number, until: number, path: string): Member[] {
  const key = matchAt(LINE_KEY, text, at);
  const value = key && readValue(text, at + key[0].length);
  if (value === undefined || value.end > until) return [];
  const behind = value.end + value.quote.length;
  if (!END_OF_LINE.test(text.slice(behind, behind + 200))) return [];
  const { quote: mark = '', key: name = '', operator = ':' } = key?.groups ?? {};
  const { start, end, quote } = value;
  const keyStart = at + mark.length;
  return [{ start, end, quote, operator, path: `${path}${name}`, keyStart, keyEnd: keyStart + name.length }];
}
