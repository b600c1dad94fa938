import { matchAt } from '../../sticky.ts';
import type { ValueSpan } from '../value.ts';

/** Most items of a row that are read. */
const MOST = 64;

/** The items of a row, those that are no texts as empty ones without a quotation mark, and where it ends. */
export interface RowItems {
  readonly items: readonly ValueSpan[];
  readonly end: number;
}

/**
 * Reads the items of a row from `from` on; undefined where it holds anything else.
 *
 * @param pattern of one item, sticky: the groups `lead`, what opens its text, `quote`, the mark at its end where that has escapes, `value`, and `next`, which begins with a comma where another item follows
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

/** The item of a column, where it is a text. */
export function textIn(row: RowItems | undefined, column: number): ValueSpan | undefined {
  const item = row?.items[column];
  return item !== undefined && item.quote !== '' && item.end > item.start ? item : undefined;
}
