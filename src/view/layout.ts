import { delimitedHead, type DelimitedHead } from './columns/delimited.ts';

/** What the beginning of a text says of all its windows. */
export interface Layout {
  /** Of a text of separated values whose first line names the columns. */
  readonly delimited?: DelimitedHead;
}

/** Reads the layout of a text from its first bytes. */
export function layoutOf(head: Buffer): Layout {
  const delimited = delimitedHead(head);
  return delimited === undefined ? {} : { delimited };
}
