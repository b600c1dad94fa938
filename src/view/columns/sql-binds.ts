import type { Span } from '../../types.ts';
import { type Values, valuesBehind, valuesInFront } from './sql-lists.ts';
import { trimmed } from './sql-text.ts';

/** Maximum distance of the values from the end of their statement, in bytes. */
const REACH = 4096;
/** Maximum number of members of a statement that are read. */
const MOST = 64;

/** A placeholder for a value that is given separately: by order (`?`, `%s`), by number (`$2`), or by name (`@p1`). */
const HOLDER = /^\s*(?:(?<order>\?|%s)|(?<named>\$\d{1,3}|@\w{1,32})(?:::[\w" ]{1,30})?)\s*$/;
/**
 * `[Parameters=[@p0='ann' (Size = 4000), @p1='7'], …]` before the statement (Entity Framework), `@p0 = 'ann' [Type: String …]` after it
 * (NHibernate).
 */
const BY_NAME =
  /@(?<name>\w{1,32}) ?= ?'(?<value>[^\n]{0,400}?)'(?=(?: [([][^)\]\n]{1,60}[)\]]){0,3}(?:, @|\]|\s*$|\r?\n))/g;
const FRONT = /\bParameters=\[(?=@)[^\n]{0,3000}\r?\n\s{0,16}$/;

/** The value of a member of a statement: its index in a list, or its name; undefined if the member contains the value itself. */
export type Holder = number | string | undefined;

/** Reads the members of a statement; placeholders that take values by order are counted. */
export function holdersOf(members: readonly string[]): readonly Holder[] {
  let order = 0;
  return members.slice(0, MOST).map((member) => {
    const { order: holder, named } = HOLDER.exec(member)?.groups ?? {};
    if (holder !== undefined) return order++;
    if (named === undefined) return undefined;
    return named.startsWith('$') ? Number(named.slice(1)) - 1 : named.slice(1);
  });
}

/** Values next to their names. */
function besideNames(text: string, at: number): ReadonlyMap<string, Span> {
  const values = new Map<string, Span>();
  for (const match of text.matchAll(BY_NAME)) {
    const { name = '', value = '' } = match.groups ?? {};
    const start = at + match.index + match[0].length - 1 - value.length;
    if (!values.has(name)) values.set(name, { start, end: start + value.length });
  }
  return values;
}

function valuesByName(bytes: Buffer, { start, end }: Span, room: Span): ReadonlyMap<string, Span> {
  const from = Math.max(room.start, start - REACH);
  const front = FRONT.exec(bytes.toString('latin1', from, start));
  if (front !== null) return besideNames(front[0], from + front.index);
  const behind = /^[^\n]{0,400}/.exec(bytes.toString('latin1', end, Math.min(end + REACH, room.end)))?.[0] ?? '';
  return besideNames(behind, end);
}

/**
 * The values that a log gives separately from a statement, for each of its placeholders. Offsets are from the start of the bytes.
 *
 * @param statement up to the end of its last placeholder
 * @param room where its values may be: up to the neighbouring statements
 */
export function heldValues(bytes: Buffer, holders: readonly Holder[], statement: Span, room: Span): Values {
  if (holders.some((holder) => typeof holder === 'string')) {
    const values = valuesByName(bytes, statement, room);
    return holders.map((holder) => (typeof holder === 'string' ? values.get(holder) : undefined));
  }
  const { start, end } = statement;
  const count = holders.filter((holder) => holder !== undefined).length;
  const behind = valuesBehind(bytes.toString('latin1', end, Math.min(end + REACH, room.end)), count);
  if (behind.length > 0) return atHolders(holders, behind, end);
  const front = Math.max(room.start, start - REACH);
  return atHolders(holders, valuesInFront(bytes.toString('latin1', front, start), count), front);
}

/** The value of each placeholder, by its index in the list; offsets in the list are relative to `base`. */
function atHolders(holders: readonly Holder[], list: Values, base: number): Values {
  return holders.map((holder) => {
    const value = typeof holder === 'number' ? list[holder] : undefined;
    return value && { start: base + value.start, end: base + value.end };
  });
}

/** `SQL: insert …` (Laravel): the values are in the statement, without quotation marks. */
const INLINED = /\bSQL: $/;

/**
 * The values of a row that does not contain them as strings, in the order of its members: of placeholders, `VALUES ($1, ?)`, and those that
 * a log wrote into the statement; undefined if the row contains strings.
 *
 * @param statement up to the end of the row
 * @param room where its values may be: up to the neighbouring statements
 */
export function valuesOfRow(bytes: Buffer, members: readonly Span[], statement: Span, room: Span): Values | undefined {
  const { start } = statement;
  if (INLINED.test(bytes.toString('latin1', Math.max(0, start - 6), start)))
    return members.map((member) => trimmed(bytes, member));
  const holders = holdersOf(
    members.map((member) => bytes.toString('latin1', member.start, Math.min(member.end, member.start + 48))),
  );
  return holders.some((holder) => holder !== undefined) ? heldValues(bytes, holders, statement, room) : undefined;
}
