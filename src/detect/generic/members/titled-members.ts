import { endOf, matchAt } from '../../sticky.ts';
import { readValue } from '../value.ts';
import type { Member } from './member.ts';

/** The text before a name in a comment or a heading, from the start of its line. */
const TITLE_BEFORE =
  /(?:^|\n)[ \t]{0,40}(?:#{1,6}|\/{2,3}|;{1,2}|--|\/\*{1,2}|<!--|\*\*|__)[ \t]{0,4}(?<words>[\w ,.'()/-]{0,60})$/;
/** A question: `ana: what is the `. */
const ASKED_BEFORE = /(?:^|\n)[^\n:]{1,40}:[ \t]{1,2}(?<words>[\w ,.'()/-]{0,60})$/;
/** The rest of the title, an empty line, and the first line of a code block. */
const TITLE_BEHIND =
  /(?<words>[\w ,.'()/-]{0,60})(?<end>\?|[.:]?[ \t]{0,4}(?:\*\*:?|__:?|\*\/|-->)?)[ \t]{0,8}\r?\n(?:[ \t]{0,40}\r?\n)?(?:[ \t]{0,8}`{3}\w{0,12}\r?\n)?/y;
/** Words of a title that indicate no credential, or one that gives no access. */
const OTHER_TITLE =
  /\b(?:hash(?:ed|es)?|ids?|identifiers?|uuids?|public|examples?|samples?|invalid|wrong|fake|dummy|tests?|testing|mock(?:ed)?|policy|format|length|regexp?|patterns?|types?|names?|urls?|paths?|files?|expired?|digests?|checksums?|fingerprints?|signatures?|certs?|certificates?|placeholders?|stub|bogus|encrypted|sealed|schema|vectors?|expect(?:ed)?|parse[sd]?|address|contract|mint|if|when|not|no|without)\b/i;
/** A line with a value: a list mark, words of a declaration, the name. */
const LINE =
  /[ \t]{0,40}(?:(?:[-*+]|\d{1,2}[.)])[ \t]{1,3})?(?:(?:[A-Za-z_][\w<>[\]]{0,30}[ \t]{1,2}){0,5}["'`*$]{0,2}(?<key>[A-Za-z_][\w.@/-]{0,40})["'`*]{0,2}[ \t]{0,24}(?<operator>=>|:=|=|:(?!\/))[ \t]{0,24})?/y;
const END_OF_LINE = /["'`*]{0,2}[;,]?[ \t]{0,40}(?:(?:#|\/\/)[^\n]{0,120})?(?:\r?\n|$)/y;
/** Maximum number of lines read below a title. */
const MOST_LINES = 12;
const BEFORE = 104;

/** The values on the lines below a comment, a heading or a question that contains the name at `[nameStart, nameEnd)`. */
export function titledMembers(text: string, nameStart: number, nameEnd: number, until: number): readonly Member[] {
  const from = behindTitle(text, nameStart, nameEnd);
  const members: Member[] = [];
  for (let at = from; at !== undefined && at < until && members.length < MOST_LINES;) {
    const line = isTitle(text, at) ? undefined : lineAt(text, at, until);
    if (line === undefined) break;
    members.push(line.member);
    at = line.end;
  }
  return members;
}

/** A comment or a heading that names a credential, to which the values below it belong. */
const NEXT_TITLE =
  /[ \t]{0,40}(?:#{1,6}|\/{2,3}|;{1,2}|--|\/\*{1,2}|<!--|\*\*|__)[ \t]{0,4}[\w ,.'()/-]{0,60}?(?:pass|pwd|secret|token|key|cred)/iy;

function isTitle(text: string, at: number): boolean {
  NEXT_TITLE.lastIndex = at;
  return NEXT_TITLE.test(text);
}

/** The value of a line, and the end of the line. */
function lineAt(
  text: string,
  at: number,
  until: number,
): { readonly member: Member; readonly end: number } | undefined {
  const { 0: front = '', groups } = matchAt(LINE, text, at) ?? {};
  const value = readValue(text, at + front.length);
  const behind = value && endOf(END_OF_LINE, text, value.end + value.quote.length);
  if (value === undefined || behind === undefined || value.end > until) return undefined;
  const { key = '', operator = ':' } = groups ?? {};
  const { start, end, quote } = value;
  const keyStart = at + (key === '' ? front.length : front.lastIndexOf(key));
  return { member: { start, end, quote, operator, path: key, keyStart, keyEnd: keyStart + key.length }, end: behind };
}

function behindTitle(text: string, nameStart: number, nameEnd: number): number | undefined {
  const behind = matchAt(TITLE_BEHIND, text, nameEnd);
  if (behind === undefined) return undefined;
  const { words: after = '', end } = behind.groups ?? {};
  const front = text.slice(Math.max(0, nameStart - BEFORE), nameStart);
  const before = (end === '?' ? ASKED_BEFORE : TITLE_BEFORE).exec(front)?.groups?.['words'];
  return before === undefined || OTHER_TITLE.test(`${before} ${after}`) ? undefined : nameEnd + behind[0].length;
}
