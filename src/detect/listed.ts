import type { TextMatch } from '../engine/engine.ts';
import type { MatcherFacts } from './compile.ts';
import { hasDummyWord } from './placeholder.ts';

/** Maximum length of a heading and the list below it. */
const REACH = 1200;

/** How far after a heading's first word the matchers look. */
export const LIST_FACTS: MatcherFacts = { lookBehind: 0, maxLength: REACH };

interface Item {
  readonly text: string;
  readonly start: number;
}

/** Recovery codes of GitHub, GitLab, Google, Discord and others: joined by hyphens, twice four digits, hexadecimal. */
const CODE = /^(?:[0-9a-z]{4,8}(?:-[0-9a-z]{4,8}){1,3}|\d{4} \d{4}|\d{8}|[0-9a-f]{10,16}|[0-9a-z]{10})$/i;
const DATE = /^(?:19|20)\d{6}$/;
/** Before an item: list and quotation marks, a number, a checkbox. */
const MARKS = /^[ \t>*•|-]*(?:\d{1,2}[.)][ \t]+)?(?:\[[ x]\][ \t]+)?["'`]?/;
/** Before an item of a column. */
const NUMBER = /^\d{1,2}[.)] /;
/** Lines of explanation between the heading and the list. */
const MOST_PROSE = 6;
const LEAST_CODES = 3;

/** Recovery codes of an account below the heading at `at`, each a match of its own. */
export function matchRecoveryCodes(text: string, at: number): TextMatch | undefined {
  const window = text.slice(at, at + REACH);
  const codes = ARRAY.test(window) ? quotedCodes(window) : listedCodes(window);
  const distinct = new Set(codes.map((code) => code.text));
  if (distinct.size < LEAST_CODES || distinct.size < codes.length || codes.some((code) => DATE.test(code.text)))
    return undefined;
  if (codes.filter((code) => /\d/.test(code.text)).length * 2 <= codes.length) return undefined;
  return matchOf(at, codes);
}

/** `"recovery_codes": ["…", "…"]` */
const ARRAY = /^[\w ]{1,24}["']?\s{0,4}[:=]\s{0,4}\[/;

function quotedCodes(window: string): Item[] {
  const end = window.indexOf(']');
  return [...window.slice(0, Math.max(0, end)).matchAll(/(?<=\[\s*|,\s*)["'](?<text>[^"'\n]{4,40})["']/g)].flatMap(
    ({ index, groups }) => itemOf(groups?.['text'] ?? '', index + 1),
  );
}

function itemOf(text: string, start: number): Item[] {
  return CODE.test(text) && !hasDummyWord(text) ? [{ text, start }] : [];
}

function listedCodes(window: string): Item[] {
  const codes: Item[] = [];
  let prose = 0;
  for (const line of linesOf(window).slice(1)) {
    const found = codesOf(line);
    if (found.length > 0) codes.push(...found);
    else if (line.text.trim() !== '' && (codes.length > 0 || ++prose > MOST_PROSE)) break;
  }
  return codes;
}

/** The codes of a line, in columns separated by two blanks or a tab; empty if the line holds anything else. */
function codesOf({ text, start }: Item): Item[] {
  const marks = MARKS.exec(text)?.[0].length ?? 0;
  const cells = [...text.slice(marks).matchAll(/\S(?:[^ \t\n]|[ ](?![ \t])(?=\S))*/g)];
  const codes = cells.flatMap(({ 0: cell, index }) => {
    const number = NUMBER.exec(cell)?.[0].length ?? 0;
    return itemOf(cell.slice(number).replace(/["'`,|]+$/, ''), start + marks + index + number);
  });
  return codes.length === cells.length ? codes : [];
}

/** The complete lines of a window; the last one may be cut off by the window, but counts if the text ends there. */
function linesOf(window: string): Item[] {
  const lines: Item[] = [];
  for (let start = 0; start < window.length;) {
    const end = window.indexOf('\n', start);
    const stop = end < 0 ? window.length : end;
    if (end >= 0 || window.length < REACH) lines.push({ text: window.slice(start, stop).replace(/\r$/, ''), start });
    start = stop + 1;
  }
  return lines;
}

/** `root:…` in the list below `chpasswd:`; a value that begins with `$` is a hash, and `R` requests a random password. */
const ACCOUNT = /^(?<before>\s+(?:-\s+)?["']?[a-z_][\w.-]{0,31}:)(?<password>[^\s"'$][^\s"']{3,127})["']?$/;
const MOST_BETWEEN = 6;

/** Passwords of users in cloud-init's `chpasswd` at `at`, as lines of a text or items of a list. */
export function matchAccounts(text: string, at: number): TextMatch | undefined {
  const found: Item[] = [];
  const lines = linesOf(text.slice(at, at + REACH));
  const list = lines.findIndex((line, index) => index <= MOST_BETWEEN && /^\s+list:\s*(?:\||>|$)/.test(line.text));
  if (list < 0) return undefined;
  for (const line of lines.slice(list + 1)) {
    const { before, password } = ACCOUNT.exec(line.text)?.groups ?? {};
    if (before === undefined || password === undefined) break;
    if (!/^RANDOM$/.test(password)) found.push({ text: password, start: line.start + before.length });
  }
  return matchOf(at, found);
}

/** The heading of `chap-secrets` and `pap-secrets`, as shipped with the package. */
const LONGEST_HEADING = 120;
const PPP_HEADING = /^client\s+server\s+secret\b[^\n]*\n/i;
/** Client, server and secret, each optionally in quotation marks. */
const PPP_ROW =
  /^(?<before>[ \t]*(?:"[^"]{1,80}"|[^\s"'#]{1,80})[ \t]+(?:"[^"]{1,120}"|[^\s"'#]{1,120})[ \t]+["']?)(?<secret>(?!\$|<)[^\s"'{}]{4,128})["']?(?:[ \t]+[\w*.:/!-]{1,60}){0,6}[ \t]*$/;
const PPP_BETWEEN = /^\s*(?:#|$)/;

/** Secrets in the rows below the heading whose word `client` is at `at`. */
export function matchPppSecrets(text: string, at: number): TextMatch | undefined {
  const window = text.slice(at, at + REACH);
  if (!PPP_HEADING.test(window.slice(0, LONGEST_HEADING))) return undefined;
  const found: Item[] = [];
  for (const line of linesOf(window).slice(1)) {
    if (PPP_BETWEEN.test(line.text)) continue;
    const { before, secret } = PPP_ROW.exec(line.text)?.groups ?? {};
    if (before === undefined || secret === undefined) break;
    found.push({ text: secret, start: line.start + before.length });
  }
  return matchOf(at, found);
}

/** The line of a setting up to the keyword that ends its name. */
const SETTING_BEFORE = /(?:^|[\n,{])[ \t]{0,24}["']?(?:[\w.-]{1,40}[._-])?$/;
const LEADS = /^(?:users?|accounts|logins|basic_?auth)["']?[ \t]{0,3}[=:][ \t]{0,3}\[?[ \t]{0,3}["']?/i;
/** A user and a password, and the separator between two such pairs. */
const USER_ITEM =
  /(?<before>[A-Za-z][\w.@+-]{0,60}:)(?<secret>[^\s"',:/;|<>{}$[\]]{6,64})(?<behind>["']?(?:[,;][ \t]{0,3}["']?|\]?[ \t]{0,4}(?=[\r\n]|$)))/y;
const LONGEST_LIST = 600;
const SETTING_REACH = 80;

/** How far around its keyword the matcher for user lists looks. */
export const USERS_FACTS: MatcherFacts = { lookBehind: SETTING_REACH, maxLength: LONGEST_LIST };

/** Passwords in a setting that lists users with their passwords: `users = ann:…, bob:…`, `user=ann:…`. */
export function matchUserList(text: string, at: number): TextMatch | undefined {
  if (!SETTING_BEFORE.test(text.slice(Math.max(0, at - SETTING_REACH), at))) return undefined;
  const window = text.slice(at, at + LONGEST_LIST);
  const lead = LEADS.exec(window)?.[0];
  if (lead === undefined) return undefined;
  const found: Item[] = [];
  for (USER_ITEM.lastIndex = lead.length; ;) {
    const from = USER_ITEM.lastIndex;
    const { before, secret } = USER_ITEM.exec(window)?.groups ?? {};
    if (before === undefined || secret === undefined) break;
    found.push({ text: secret, start: from + before.length });
  }
  return matchOf(at, found);
}

function matchOf(at: number, items: readonly Item[]): TextMatch | undefined {
  const [first, ...also] = items.map(({ text, start }) => ({
    start: at,
    end: at + start + text.length,
    secretStart: at + start,
    secretEnd: at + start + text.length,
    groups: {},
  }));
  return first && (also.length === 0 ? first : { ...first, also });
}
