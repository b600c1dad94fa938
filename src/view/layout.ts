import { delimitedHead, type DelimitedHead } from './columns/delimited.ts';
import { SqlTables } from './columns/sql-tables.ts';
import { stringUseOf, type StringUse } from './strings/use.ts';

/** What the parts of a text that were read say of its next window. */
export interface Layout {
  /** Of a text of separated values whose first line names the columns. */
  readonly delimited?: DelimitedHead;
  /** Of a dump of a database. */
  readonly sql: SqlTables;
  /** How its strings are used where it is data. */
  readonly strings: StringUse;
}

/** Reads the layout of a text from its first bytes. */
export function layoutOf(head: Buffer): Layout {
  const delimited = delimitedHead(head);
  return { sql: new SqlTables(), strings: stringUseOf(head), ...(delimited !== undefined && { delimited }) };
}
