import type { Span } from '../../types.ts';
import { heldValues, holdersOf } from './sql-binds.ts';
import { statementEnd } from './sql-heads.ts';
import { unquoted } from './sql-text.ts';

/** Longest statement that is read, in bytes. */
const LONGEST = 4096;
/** Length of the verb at the start of a statement. */
const VERB = 6;
const DOUBLE = 0x22;
/**
 * A column with the placeholder of its value; a string, whose contents are skipped; or the head of another statement. Nothing is read
 * twice.
 */
const PART =
  /(?:(?<column>"[^"\n]{1,64}"|`[^`\n]{1,64}`|\[[^\]\n]{1,64}\]|\b[A-Za-z_]\w{0,63})\s?=\s?)?(?<holder>\?|%s|\$\d{1,3}|@\w{1,32})(?![\w'"=])|'(?:[^'\n]|'')*'|\b(?:UPDATE|INSERT|REPLACE|COPY|CREATE|SELECT|DELETE)\s(?<!\(\s{0,4}\w{4,7}\s)/gi;

/** The columns that a statement compares with, or sets to, values given separately. */
export interface Compared {
  readonly columns: readonly Span[];
  /** The value that a log gives for each column. */
  values(): readonly (Span | undefined)[];
}

/** End of the string that a quotation mark before a statement opens. */
function stringEnd(before: number | undefined, text: string): number {
  return before === DOUBLE ? (/(?<!\\)"/.exec(text)?.index ?? text.length) : text.length;
}

/**
 * Reads `UPDATE … SET a = $1 WHERE b = ?`, `SELECT … WHERE a = ?` at `at`. Offsets are from the start of the bytes.
 *
 * @param room where its values may be
 */
export function comparedAt(bytes: Buffer, at: number, room: Span): Compared {
  const whole = bytes.toString('latin1', at, Math.min(at + LONGEST, room.end));
  const text = whole.slice(VERB, Math.min(statementEnd(whole, VERB), stringEnd(bytes[at - 1], whole)));
  const columns: Span[] = [];
  const slots: number[] = [];
  const holders: string[] = [];
  let end = VERB;
  for (const { 0: part, index, groups } of text.matchAll(PART)) {
    const { column, holder } = groups ?? {};
    if (holder === undefined) {
      if (part.startsWith("'")) continue;
      break;
    }
    const start = at + VERB + index;
    if (column !== undefined) {
      columns.push(unquoted(bytes, { start, end: start + column.length }));
      slots.push(holders.length);
    }
    holders.push(holder);
    end = VERB + index + part.length;
  }
  const statement = { start: at, end: at + end };
  const values = (): readonly (Span | undefined)[] => {
    const held = heldValues(bytes, holdersOf(holders), statement, room);
    return slots.map((slot) => held[slot]);
  };
  return { columns, values };
}
