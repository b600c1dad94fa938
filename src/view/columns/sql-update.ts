import type { Span } from '../../types.ts';
import { heldValues, holdersOf } from './sql-binds.ts';
import { unquoted } from './sql-text.ts';

/** Longest statement that is read, in bytes. */
const LONGEST = 4096;
const HEAD =
  /^UPDATE (?:(?:ONLY|IGNORE|OR \w{1,10}) )?[^\s=]{1,200}(?: AS \S{1,64})?[ \t]?\r?\n?[ \t]{0,8}SET[ \t\r\n]{1,8}/;
/** A column with the holder of its value, a string in which marks mean nothing, the end of the statement or another one: none is read twice. */
const PART =
  /(?:(?<column>"[^"\n]{1,64}"|`[^`\n]{1,64}`|\[[^\]\n]{1,64}\]|\b[A-Za-z_]\w{0,63})\s?=\s?)?(?<holder>\?|%s|\$\d{1,3}|@\w{1,32})(?![\w'"=])|'(?:[^'\n]|'')*'|(?<end>;|--|\n(?!\s{0,16}(?:SET|WHERE|AND|OR|FROM)\b)|\b(?:UPDATE|INSERT|COPY|CREATE)\s)/g;

/** An `UPDATE` whose values may stand apart: the columns that it sets or compares. */
export interface Update {
  readonly columns: readonly Span[];
  /** The value that a log gives for each column. */
  values(): readonly (Span | undefined)[];
}

/** Reads `UPDATE … SET a = $1 WHERE b = ?` at `at`; undefined where none is. Offsets count from the start of the bytes. */
export function updateAt(bytes: Buffer, at: number): Update | undefined {
  const text = bytes.toString('latin1', at, at + LONGEST);
  const head = HEAD.exec(text);
  if (head === null) return undefined;
  const columns: Span[] = [];
  const slots: number[] = [];
  const holders: string[] = [];
  let end = head[0].length;
  for (const { 0: part, index, groups } of text.slice(end).matchAll(PART)) {
    const { column, holder, end: over } = groups ?? {};
    if (over !== undefined) break;
    if (holder === undefined) continue;
    const start = at + head[0].length + index;
    if (column !== undefined) {
      columns.push(unquoted(bytes, { start, end: start + column.length }));
      slots.push(holders.length);
    }
    holders.push(holder);
    end = head[0].length + index + part.length;
  }
  const statement = { start: at, end: at + end };
  const values = (): readonly (Span | undefined)[] => {
    const held = heldValues(bytes, holdersOf(holders), statement);
    return slots.map((slot) => held[slot]);
  };
  return { columns, values };
}
