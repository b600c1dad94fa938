/** First words of table constraints (https://www.sqlite.org/lang_createtable.html). */
const CONSTRAINT = /^(?:CONSTRAINT|PRIMARY\s+KEY|UNIQUE|CHECK|FOREIGN\s+KEY)\b/i;
const NAME = /^(?:"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|\[([^\]]*)\]|'((?:[^']|'')*)'|([^\s(),]+))/;
const COMMENT = /--[^\n]*|\/\*[^]*?\*\//g;
const QUOTED = /"[^"]*"|'[^']*'|`[^`]*`|\[[^\]]*\]/g;

/** A table's columns, from the statement that created it. */
export interface Columns {
  readonly names: readonly string[];
  /** The column that is an alias of the row id, and is null in the record; -1 for none. */
  readonly rowId: number;
}

const blank = (text: string): string => ' '.repeat(text.length);

/** Parts between the commas of the outermost parentheses. */
function partsOf(statement: string): string[] {
  const sql = statement.replace(COMMENT, blank);
  const plain = sql.replace(QUOTED, blank);
  const marks = [...plain.matchAll(/[(),]/g)];
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: mark, index } of marks) {
    if (mark === '(' && ++depth === 1) start = index + 1;
    const isEnd = mark === ')' && --depth === 0;
    if (!isEnd && !(mark === ',' && depth === 1)) continue;
    parts.push(sql.slice(start, index).trim());
    start = index + 1;
    if (isEnd) break;
  }
  return parts.filter((part) => part !== '');
}

/** Reads the columns of a `CREATE TABLE` statement. Virtual tables and unreadable statements have none. */
export function columnsOf(sql: string): Columns {
  const names: string[] = [];
  let rowId = -1;
  for (const part of /^\s*CREATE\s+VIRTUAL\b/i.test(sql) ? [] : partsOf(sql)) {
    if (CONSTRAINT.test(part)) continue;
    const [all = '', ...quoted] = NAME.exec(part) ?? [];
    if (/^\s+INTEGER\s+(?:CONSTRAINT\s+\S+\s+)?PRIMARY\s+KEY\b/i.test(part.slice(all.length))) rowId = names.length;
    names.push(quoted.find((name) => name !== undefined) ?? all);
  }
  return { names, rowId: /\bWITHOUT\s+ROWID\s*$/i.test(sql) ? -1 : rowId };
}
