import { delimitedHead, type DelimitedHead } from './columns/delimited.ts';
import { SqlTables } from './columns/sql-tables.ts';
import { stringUseOf, type StringUse } from './strings/use.ts';

/** What the parts of a text read so far say about its next window. */
export interface Layout {
  /** For separated values: the first line, which names the columns. */
  readonly delimited?: DelimitedHead;
  /** For a database dump: its tables. */
  readonly sql: SqlTables;
  /** For binary data: how its strings are used. */
  readonly strings: StringUse;
}

/** Determines the layout of a text from its first bytes. */
export function layoutOf(head: Buffer): Layout {
  const delimited = delimitedHead(head);
  return { sql: new SqlTables(), strings: stringUseOf(head), ...(delimited !== undefined && { delimited }) };
}
