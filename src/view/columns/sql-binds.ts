import type { Span } from '../../types.ts';

/** Farthest behind a statement that its values are looked for, in bytes. */
const REACH = 2048;
/** Most members of a statement that are read. */
const MOST = 64;

/** What stands in a statement for a value that is given apart: by order (`?`, `%s`), by number (`$2`), or by name (`@p1`). */
const HOLDER = /^\s*(?:(?<order>\?|%s)|(?<named>\$\d{1,3}|@\w{1,32})(?:::[\w" ]{1,30})?)\s*$/;
/**
 * What object-relational mappers write between a statement and the list of its values: `-- PARAMETERS: […]` (TypeORM),
 * `bind: […]` (Sequelize), `[0.4ms] […]` (Prisma), `[generated in 0.1s] (…)` (SQLAlchemy), `args=(…)` (Django).
 */
const LEADS: readonly RegExp[] = [
  /^[^\n]{0,400}?(?:\b(?:bind(?:s|ings)?|param(?:eter)?s?|args|values)\b["']?\s{0,2}[:=]?|\[(?:generated in|cached since)[^\]\n]{1,60}\]|\[\d[\d.]{0,8} ?[mu]?s\])[ \t]{0,4}[[(](?![[(])/i,
  /^[^\n]{0,120}\n[^\n]{0,160}?(?:\[(?:generated in|cached since)[^\]\n]{1,60}\][ \t]{1,4}\((?!\()|\bParams: \[)/,
  // `…; "ann", "x", 7`: what Sequelize writes by itself.
  /^[^\n;]{0,400};[ \t](?=")/,
];
/** `Parameters: ann(String), x(String)` (MyBatis). */
const TYPED = /^[^\n]{0,200}\n[^\n]{0,200}?Parameters: (?<list>[^\n]{1,1500})/;
/** `parameters: $1 = 'ann', $2 = '…'` (PostgreSQL). */
const NUMBERED = /^[^\n]{0,200}\n?[^\n]{0,200}?[Pp]arameters: (?=\$1 = )/;
/**
 * `[Parameters=[@p0='ann' (Size = 4000), @p1='7'], …]` in front of the statement (Entity Framework), `@p0 = 'ann' [Type: String …]` behind
 * it (NHibernate).
 */
const BY_NAME =
  /@(?<name>\w{1,32}) ?= ?'(?<value>[^\n]{0,400}?)'(?=(?: [([][^)\]\n]{1,60}[)\]]){0,3}(?:, @|\]|\s*$|\r?\n))/g;
const FRONT = /\bParameters=\[(?=@)[^\n]{0,3000}\r?\n\s{0,16}$/;
const QUOTED =
  /\s{0,4}(?:b|u|N)?(?<quote>["'])(?<value>(?:[^"'\\\n]|\\.|(?!\k<quote>)["'])*)\k<quote>|[^,\])\n"']{1,200}/y;

/** What a member of a statement holds: the place of its value in a list, or the name of it; undefined where it holds its own. */
export type Holder = number | string | undefined;

/** Reads members of a statement; those that have their values apart by order are counted. */
export function holdersOf(members: readonly string[]): readonly Holder[] {
  let order = 0;
  return members.slice(0, MOST).map((member) => {
    const { order: holder, named } = HOLDER.exec(member)?.groups ?? {};
    if (holder !== undefined) return order++;
    if (named === undefined) return undefined;
    return named.startsWith('$') ? Number(named.slice(1)) - 1 : named.slice(1);
  });
}

/** Values of a list from `at` on, up to its closing bracket. */
function listed(text: string, at: number): readonly Span[] {
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

/** Values with their types behind them. */
function typed(list: string, at: number): readonly Span[] {
  const values: Span[] = [];
  for (const { index, groups } of list.matchAll(/(?:^|, )(?:null|(?<value>[^\n]*?)\([A-Z]\w{1,20}\))(?=, |\s*$)/g)) {
    const start = at + index + (index === 0 ? 0 : 2);
    values.push({ start, end: start + (groups?.['value'] ?? '').length });
  }
  return values;
}

function numbered(text: string, at: number): readonly Span[] {
  const values: Span[] = [];
  for (const match of text.slice(at).matchAll(/\$(?<number>\d{1,3}) = '(?<value>[^'\n]*)'/g)) {
    const { number = '', value = '' } = match.groups ?? {};
    const start = at + match.index + match[0].length - 1 - value.length;
    values[Number(number) - 1] = { start, end: start + value.length };
  }
  return values;
}

function valuesBehind(text: string): readonly (Span | undefined)[] {
  const counted = NUMBERED.exec(text);
  if (counted !== null) return numbered(text, counted[0].length);
  const { 0: front, groups } = TYPED.exec(text) ?? {};
  const list = groups?.['list'];
  if (front !== undefined && list !== undefined && /\([A-Z]\w+\)\s*$/.test(list))
    return typed(list, front.length - list.length);
  const lead = LEADS.map((pattern) => pattern.exec(text)?.[0]).find((found) => found !== undefined);
  return lead === undefined ? [] : listed(text, lead.length);
}

/** Values that stand beside their names. */
function besideNames(text: string, at: number): ReadonlyMap<string, Span> {
  const values = new Map<string, Span>();
  for (const match of text.matchAll(BY_NAME)) {
    const { name = '', value = '' } = match.groups ?? {};
    const start = at + match.index + match[0].length - 1 - value.length;
    if (!values.has(name)) values.set(name, { start, end: start + value.length });
  }
  return values;
}

function valuesByName(bytes: Buffer, { start, end }: Span): ReadonlyMap<string, Span> {
  const from = Math.max(0, start - REACH);
  const front = FRONT.exec(bytes.toString('latin1', from, start));
  if (front !== null) return besideNames(front[0], from + front.index);
  const behind = /^[^\n]{0,400}/.exec(bytes.toString('latin1', end, end + REACH))?.[0] ?? '';
  return besideNames(behind, end);
}

/**
 * The values that a log gives apart from their statement, for each of its holders. Offsets count from the start of the bytes.
 *
 * @param statement up to behind its last holder
 */
export function heldValues(bytes: Buffer, holders: readonly Holder[], statement: Span): readonly (Span | undefined)[] {
  if (holders.some((holder) => typeof holder === 'string')) {
    const values = valuesByName(bytes, statement);
    return holders.map((holder) => (typeof holder === 'string' ? values.get(holder) : undefined));
  }
  const { end } = statement;
  const values = valuesBehind(bytes.toString('latin1', end, end + REACH));
  return holders.map((holder) => {
    const value = typeof holder === 'number' ? values[holder] : undefined;
    return value && { start: end + value.start, end: end + value.end };
  });
}

/**
 * The values of a row of holders, `VALUES ($1, ?)`, in the order of the members; undefined where the row holds its own.
 *
 * @param statement up to the end of the row
 */
export function boundValues(
  bytes: Buffer,
  members: readonly Span[],
  statement: Span,
): readonly (Span | undefined)[] | undefined {
  const holders = holdersOf(
    members.map((member) => bytes.toString('latin1', member.start, Math.min(member.end, member.start + 48))),
  );
  return holders.some((holder) => holder !== undefined) ? heldValues(bytes, holders, statement) : undefined;
}
