import { delimitedHead } from './columns/delimited.ts';
import { isDocument } from './document/documents.ts';
import { isTrace } from './document/strace.ts';
import { HEAD } from './joined/family.ts';
import { toldCarriers } from './joined/carriers.ts';
import { isFramed } from './joined/frames.ts';
import { hasReturns } from './joined/returns.ts';

/** Whether the first bytes of a text determine how all of it is read: a document, a table, a log in parts, a recording. */
export function hasForm(bytes: Buffer): boolean {
  if (isDocument(bytes) || isTrace(bytes) || delimitedHead(bytes) !== undefined) return true;
  const head = bytes.toString('latin1', 0, HEAD);
  return hasReturns(head) || isFramed(head) || toldCarriers(head).length > 0;
}
