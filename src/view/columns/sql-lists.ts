import type { Span } from '../../types.ts';

/** Maximum number of values of a list that are read. */
const MOST = 64;

/** Values given separately: spans in a text, by order; empty for a number or NULL. */
export type Values = readonly (Span | undefined)[];

/**
 * What object-relational mappers and code write between a statement and its list of values: `-- PARAMETERS: […]` (TypeORM), `bind: […]`
 * (Sequelize), `[0.4ms] […]` (Prisma), `[generated in 0.1s] (…)` (SQLAlchemy), `args=(…)` (Django), `bind => […]` (EclipseLink), `", (…)`
 * and `execute([…])` (code), only the list (Ecto, Laravel).
 */
const LEADS: readonly RegExp[] = [
  /^[^\n]{0,400}?(?:\b(?:bind(?:s|ings)?|param(?:eter)?s?|args|values)\b["']?\s{0,2}[:=]?|\[(?:generated in|cached since)[^\]\n]{1,60}\]|\[\d[\d.]{0,8} ?[mu]?s\])[ \t]{0,4}[[(](?![[(])/i,
  /^[^\n]{0,120}\n[^\n]{0,160}?(?:\[(?:generated in|cached since)[^\]\n]{1,60}\][ \t]{1,4}\((?!\()|\bParams: \[)/,
  // `…; "ann", "x", 7`: the default of Sequelize.
  /^[^\n;]{0,400};[ \t](?=")/,
  /^[^\n"'`]{0,60}["'`]{1,3}\)?(?:,\s{0,40}[[(](?=\s{0,40}["'\d])|;?\s{0,80}[^\n]{0,120}?\bexecute\((?:array\(|[[(]))/,
  /^[^\n]{0,200}? [[(](?=["'])/,
];
/** `bind => [1, ann, x]`: unquoted members. */
const BARE = /\bbind => \[(?<list>[^\n]{1,1500})\]/;
/** `Parameters: ann(String), x(String)` (MyBatis). */
const TYPED = /\bParameters: (?<list>[^\n]{1,1500})/;
/** `parameters: $1 = 'ann', $2 = '…'` (PostgreSQL). */
const NUMBERED = /\b[Pp]arameters: (?=\$1 = )/;
/** `parameters: array{"1":"ann","2":"x"}` (Doctrine). */
const MAPPED = /^[^\n]{0,120}?\bparam(?:eter)?s["']?: ?(?:array)?\{(?="1":)/;
/** Separate lines: `binding parameter (1:VARCHAR) <- [ann]` (Hibernate), `column index 1, parameter value [ann], value class` (Spring). */
const LINES =
  /\b(?:binding parameter [[(](?<number>\d{1,3})[^\n]{0,40}?(?:<-|-) \[(?<value>[^\n]{0,400})\]|column index (?<index>\d{1,3}), parameter value \[(?<parameter>[^\n]{0,400})\], value class)/g;
/** `bindings: ['ann', 'x'], …` before the statement, in the same object (knex, JSON with sorted members). */
const FRONT =
  /\b(?:bind(?:s|ings)|param(?:eter)?s|args|values)\\?["']?\s?[:=]\s?\[(?=[^[\]{};]{1,1500}\][^[\]{};]{0,300}$)/;
const QUOTED =
  /\s{0,24}(?:b|u|N)?(?<quote>["'])(?<value>(?:[^"'\\\n]|\\.|(?!\k<quote>)["'])*)\k<quote>|[^,\])\n"']{1,200}/y;

/** The values of the list at `at`, up to its closing bracket. */
function listed(text: string, at: number): Values {
  const values: Span[] = [];
  QUOTED.lastIndex = at;
  while (values.length < MOST) {
    const match = QUOTED.exec(text);
    if (match === null) break;
    const value = match.groups?.['value'];
    const end = QUOTED.lastIndex - 1;
    values.push(value === undefined ? { start: 0, end: 0 } : { start: end - value.length, end });
    if (text.charCodeAt(QUOTED.lastIndex) !== 0x2c) break;
    QUOTED.lastIndex++;
  }
  return values;
}

function bare(list: string, at: number): Values {
  let start = at;
  return list.split(', ').map((value) => {
    const span = { start, end: start + value.length };
    start += value.length + 2;
    return span;
  });
}

/** Values followed by their types. */
function typed(list: string, at: number): Values {
  const values: Span[] = [];
  for (const { index, groups } of list.matchAll(/(?:^|, )(?:null|(?<value>[^\n]*?)\([A-Z]\w{1,20}\))(?=, |\s*$)/g)) {
    const start = at + index + (index === 0 ? 0 : 2);
    values.push({ start, end: start + (groups?.['value'] ?? '').length });
  }
  return values;
}

/** Values preceded by their numbers, up to the first repeated number. */
function numbered(text: string, at: number, pattern: RegExp): Values {
  const values: Span[] = [];
  for (const match of text.slice(at).matchAll(pattern)) {
    const { number = '', value = '' } = match.groups ?? {};
    const start = at + match.index + match[0].length - 1 - value.length;
    if (values[Number(number) - 1] !== undefined) break;
    values[Number(number) - 1] = { start, end: start + value.length };
  }
  return values;
}

/** Values on separate lines, up to where the numbering starts again. */
function onLines(text: string): Values {
  const values: Span[] = [];
  for (const { 0: all, index, groups } of text.matchAll(LINES)) {
    const number = Number(groups?.['number'] ?? groups?.['index']);
    const value = groups?.['value'] ?? groups?.['parameter'] ?? '';
    if (number !== values.length + 1) break;
    const start = index + all.lastIndexOf(value);
    values.push({ start, end: start + value.length });
  }
  return values;
}

/** Values on the statement's own line or the next one, in the format of one of the loggers. */
function loggedBy(text: string): Values {
  const lines = /^[^\n]*\n?[^\n]*/.exec(text)?.[0] ?? '';
  const counted = NUMBERED.exec(lines);
  if (counted !== null) return numbered(text, counted.index, /\$(?<number>\d{1,3}) = '(?<value>[^'\n]*)'/g);
  const mapped = MAPPED.exec(lines);
  if (mapped !== null) return numbered(text, mapped[0].length, /[{,]?"(?<number>\d{1,3})":"(?<value>[^"\\\n]*)"/g);
  return listOf(TYPED.exec(lines), typed) ?? listOf(BARE.exec(lines), bare) ?? [];
}

function listOf(found: RegExpExecArray | null, read: (list: string, at: number) => Values): Values | undefined {
  const list = found?.groups?.['list'];
  return found === null || list === undefined ? undefined : read(list, found.index + found[0].lastIndexOf(list));
}

/** The values for the `count` placeholders of a statement that the text after it gives; offsets are from the start of that text. */
export function valuesBehind(text: string, count: number): Values {
  const logged = loggedBy(text);
  if (logged.length >= count) return logged;
  for (const lead of LEADS) {
    const found = lead.exec(text);
    const values = found === null ? [] : listed(text, found[0].length);
    if (values.length >= count) return values;
  }
  return onLines(text);
}

/** The values for the `count` placeholders of a statement that the text before it gives; offsets are from the start of that text. */
export function valuesInFront(text: string, count: number): Values {
  const found = FRONT.exec(text);
  const values = found === null ? [] : listed(text, found.index + found[0].length);
  return values.length === count ? values : [];
}
