import type { TextMatch } from '../engine/engine.ts';
import { nameKind, type NameKind } from './assignment-name.ts';
import { isSecretValue, isStrictlyRandom } from './assignment-value.ts';
import type { MatcherFacts } from './compile.ts';

const NAME_BEFORE = 60;
const NAME_AFTER = 40;
const MAX_VALUE = 512;

export const ASSIGNMENT_FACTS: MatcherFacts = {
  lookBehind: NAME_BEFORE + 4,
  maxLength: NAME_AFTER + 64 + MAX_VALUE,
};

/** What stands between a name and its value: closing marks, a type, the operator. */
const OPERATOR =
  /(?<close>(?:["'`\])}]|\\{1,8}["']|&quot;|&#34;){0,4})(?<gap>[ \t]{0,24})(?<type>(?::[ \t]{0,3}(?:&?'?(?:static )?[A-Za-z_][\w.<>[\]*|? ]{0,24})|[sS]tring|str|char)[ \t]{0,3}(?==[^=]))?(?<op>===?|!==?|<[^>]|(?::{0,3}|[?.+|~]{0,2})=>?|:{1,2}|->|=>|,|>|\(|\b(?:is|was|are|IS)\b)?(?:(?<=>)\s{0,32}|[ \t]{0,16})/y;
/** A quote, with string prefix and escapes, or nothing. */
const OPEN = /(?:[bBrRuUfFL$@]{0,2})(?<quote>\\{0,8}["'`]|&quot;|&#34;|&apos;|&#39;)/y;
const BARE = /[^\x00-\x1f\x7f\s"'`,;<>|\\(){}[\]&]{1,512}/y;
const FLAG = /(?:^|[\s"'`,[(=])--?$/;
const NAME_CHAR = /[\w.\-$]/;

/**
 * Matches `name = value` where the name holds the credential word that begins at `at` and the value is a secret by its
 * own look: quoted or bare, after `=`, `:`, `:=`, `=>`, `,`, `>`, `(`, `is`, or blanks behind a command-line flag.
 */
export function matchAssignment(text: string, at: number): TextMatch | undefined {
  const [nameStart, nameEnd] = nameAround(text, at);
  const name = text.slice(nameStart, nameEnd);
  const kind = nameKind(name);
  if (kind === 'none') return undefined;
  OPERATOR.lastIndex = nameEnd;
  const operator = OPERATOR.exec(text);
  const groups = operator?.groups ?? {};
  const after = nameEnd + (operator?.[0].length ?? 0);
  const value = readValue(text, after);
  if (value === undefined || value.start === value.end) return undefined;
  const isFlag = FLAG.test(text.slice(Math.max(0, nameStart - 3), nameStart)) || /^--?\w/.test(name);
  const secret = text.slice(value.start, value.end);
  const assignment = { name, kind, secret, quoted: value.quoted, isFlag, length: after - nameEnd };
  if (!isAssigned(groups, assignment) || !isSecretValue(kind, { text: secret, quoted: value.quoted })) return undefined;
  return { start: at, end: value.end, secretStart: value.start, secretEnd: value.end, groups: { name, kind } };
}

function nameAround(text: string, at: number): [number, number] {
  let start = at;
  while (start > 0 && start > at - NAME_BEFORE && NAME_CHAR.test(text[start - 1] ?? '')) start--;
  let end = at;
  while (end < text.length && end < at + NAME_AFTER && NAME_CHAR.test(text[end] ?? '')) end++;
  while (end > at && /[.\-$]/.test(text[end - 1] ?? '')) end--;
  return [start, end];
}

/** What deciding about the operator needs. */
interface Assignment {
  readonly name: string;
  readonly kind: NameKind;
  readonly secret: string;
  readonly quoted: boolean;
  readonly isFlag: boolean;
  /** Characters between name and value. */
  readonly length: number;
}

type Groups = Readonly<Record<string, string | undefined>>;

/** Whether the text between name and value makes the one the name of the other. */
function isAssigned(groups: Groups, assignment: Assignment): boolean {
  const { name, quoted, length } = assignment;
  // `PASS: 12 of 12` is a test result.
  if (/^pass$/i.test(name) && !quoted && !(name === 'pass' && groups['op'] === '=')) return false;
  return operatorFits(groups, assignment) || (length > 0 && standsAlone(groups, assignment));
}

/** `TOKEN 5f4d…`, `(CURLOPT_TOKEN, "5f4d…")`: no operator to speak of, so the value alone must be telling. */
function standsAlone(groups: Groups, { kind, secret }: Assignment): boolean {
  const op = groups['op'];
  return (op === undefined || op === ',') && kind !== 'none' && isStrictlyRandom(secret);
}

function operatorFits(groups: Groups, assignment: Assignment): boolean {
  const { quoted, isFlag, length } = assignment;
  const close = groups['close'] ?? '';
  const op = groups['op'] ?? '';
  if (op === '') return length > 0 && (isFlag || (quoted && close === ''));
  if (op === ',') return close !== '' && (isFlag || isListed(assignment));
  if (op === '>') return close === '';
  return quoted || !/^(?:[=!]==?|\()$/.test(op);
}

/** `["password", "…"]`: of passwords in lists only those with a digit, the rest are lists of words. */
function isListed({ kind, secret, quoted }: Assignment): boolean {
  return quoted && (kind !== 'password' || /\d/.test(secret));
}

interface ValueSpan {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

function readValue(text: string, at: number): ValueSpan | undefined {
  OPEN.lastIndex = at;
  const open = OPEN.exec(text);
  if (open === null) {
    BARE.lastIndex = at;
    const bare = BARE.exec(text);
    if (bare === null || /[([]/.test(text[at + bare[0].length] ?? '')) return undefined;
    const trimmed = bare[0].replace(/(?<=[^=])[.,:?]$/, '');
    return { start: at, end: at + trimmed.length, quoted: false };
  }
  const quote = open.groups?.['quote'] ?? '"';
  const start = at + open[0].length;
  const end = closingQuote(text, start, quote);
  return end < 0 ? undefined : { start, end, quoted: true };
}

function closingQuote(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length && at - start <= MAX_VALUE; at++) {
    if (text.startsWith(quote, at)) return at;
    if (text[at] === '\n') return -1;
    if (text[at] === '\\' && quote.length === 1) at++;
  }
  return -1;
}
