import type { Span } from '../../types.ts';
import { heldValues, holdersOf } from './sql-binds.ts';

/** Longest statement that is read, in bytes. */
const LONGEST = 4096;
const HEAD =
  /^UPDATE (?:(?:ONLY|IGNORE|OR \w{1,10}) )?[^\s=]{1,200}(?: AS \S{1,64})?[ \t]?\r?\n?[ \t]{0,8}SET[ \t\r\n]{1,8}/;
/** A column with the holder of its value, a string in which marks mean nothing, the end of the statement. */
const PART =
  /(?:(?<column>"[^"\n]{1,64}"|`[^`\n]{1,64}`|\[[^\]\n]{1,64}\]|\b[A-Za-z_]\w{0,63})\s?=\s?)?(?<holder>\?|%s|\$\d{1,3}|@\w{1,32})(?![\w'"=])|'(?:[^'\n]|'')*'|(?<end>;|--|\n(?!\s{0,16}(?:SET|WHERE|AND|OR|FROM)\b))/g;

/** A column that a statement sets or compares, and the value that a log gives for it. */
export interface Update {
  readonly column: Span;
  readonly value: Span | undefined;
}

/** Reads `UPDATE … SET a = $1 WHERE b = ?` at `at`, whose values a log gives apart. Offsets count from the start of the bytes. */
export function updatesAt(bytes: Buffer, at: number): readonly Update[] {
  const text = bytes.toString('latin1', at, at + LONGEST);
  const head = HEAD.exec(text);
  if (head === null) return [];
  const found: { readonly column: Span | undefined; readonly holder: string }[] = [];
  let end = head[0].length;
  for (const { 0: part, index, groups } of text.slice(end).matchAll(PART)) {
    const { column, holder, end: over } = groups ?? {};
    if (over !== undefined) break;
    if (holder === undefined) continue;
    const start = at + head[0].length + index;
    const isQuoted = column !== undefined && /^\W/.test(column);
    const span = column && { start: start + Number(isQuoted), end: start + column.length - Number(isQuoted) };
    found.push({ column: span || undefined, holder });
    end = head[0].length + index + part.length;
  }
  const values = heldValues(bytes, holdersOf(found.map(({ holder }) => holder)), { start: at, end: at + end });
  return found.flatMap(({ column }, index) => (column === undefined ? [] : [{ column, value: values[index] }]));
}
