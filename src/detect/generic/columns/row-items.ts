import { matchAt } from '../../sticky.ts';
import type { ValueSpan } from '../value.ts';

/** Maximum number of items read from a row. */
const MOST = 64;

/** The items of a row and its end; items that are not texts are empty and have no quotation mark. */
export interface RowItems {
  readonly items: readonly ValueSpan[];
  readonly end: number;
}

/**
 * Reads the items of a row from `from` on; undefined if it contains anything else.
 *
 * @param pattern of one item, sticky: the groups `lead`, what opens its text, `quote`, the closing mark if it has escapes, `value`, and
 *   `next`, which begins with a comma if another item follows
 */
export function rowItems(pattern: RegExp, text: string, from: number): RowItems | undefined {
  const items: ValueSpan[] = [];
  let at = from;
  while (items.length < MOST) {
    const item = matchAt(pattern, text, at);
    const { lead = '', quote = lead.slice(-1), value = '', next = '' } = item?.groups ?? {};
    if (item === undefined) return undefined;
    const start = at + lead.length;
    items.push({ start, end: start + value.length, quote });
    at += item[0].length;
    if (!next.startsWith(',')) return { items, end: at };
  }
  return undefined;
}

/** The item in a column, if it is a text. */
export function textIn(row: RowItems | undefined, column: number): ValueSpan | undefined {
  const item = row?.items[column];
  return item !== undefined && item.quote !== '' && item.end > item.start ? item : undefined;
}
