import { endOf } from '../../sticky.ts';
import type { ValueSpan } from '../value.ts';
import { rowItems, textIn } from './row-items.ts';

/** Maximum distance from a column's name back to the start of its statement. */
const LONGEST_FRONT = 400;
const NAME = String.raw`["\x60[]?\w{1,60}["\x60\]]?`;
const FRONT = new RegExp(
  String.raw`(?:^|\s)INTO\s{1,8}[^\s(]{1,120}\s{0,8}\(\s{0,16}(?<before>(?:${NAME}\s{0,4},\s{0,16}){0,24})["\x60[]?$`,
  'i',
);
const BEHIND = new RegExp(
  String.raw`["\x60\]]?\s{0,4}(?:,\s{0,16}${NAME}\s{0,4}){0,24}\)\s{1,16}SELECT\s{1,8}(?:DISTINCT\s{1,8})?`,
  'iy',
);
/** A string or another expression, optionally with an alias. */
const ITEM =
  /(?:(?<lead>N?')(?<value>(?:[^'\n]|''){0,200})'|(?:[^'",()\n]|\([^()\n]{0,80}\)){1,80}?)(?:(?<next>,)\s{0,16}|(?=\s|;|\)|"|$))/y;

/** The value of a column in `INSERT INTO users (login, password) SELECT 'ann', '…' WHERE …`. */
export function selectedCell(text: string, nameStart: number, nameEnd: number): ValueSpan | undefined {
  const head = text.slice(Math.max(0, nameStart - LONGEST_FRONT), nameStart);
  const open = head.lastIndexOf('(');
  if (open < 0 || !/into\s{1,8}\S{1,120}\s{0,8}$/i.test(head.slice(0, open))) return undefined;
  const before = FRONT.exec(head)?.groups?.['before'];
  const from = before === undefined ? undefined : endOf(BEHIND, text, nameEnd);
  if (before === undefined || from === undefined) return undefined;
  return textIn(rowItems(ITEM, text, from), before.split(',').length - 1);
}
