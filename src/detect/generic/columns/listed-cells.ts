import { endOf } from '../../sticky.ts';
import type { ValueSpan } from '../value.ts';
import { rowItems, textIn } from './row-items.ts';

/** Maximum distance from a title back to the start of its list, and forward to the end of its rows. */
const [LONGEST_FRONT, REACH] = [400, 900] as const;
const MOST_ROWS = 24;
const QUOTE = String.raw`\\{0,3}"`;
/** A title, or the description of a column. */
const TITLE = String.raw`(?:${QUOTE}[^"\\\n]{1,48}${QUOTE}|\{[^{}[\]]{0,160}\})\s{0,40},\s{0,40}`;
const TITLES = new RegExp(TITLE, 'g');
/** From the opening bracket of the titles to the name of one. */
const FRONT = new RegExp(
  String.raw`^\s{0,40}(?<before>(?:${TITLE}){0,24})(?:\{(?:[^{}[\]]{0,80},)?\s{0,40}${QUOTE}\w{1,16}${QUOTE}\s{0,3}:\s{0,3})?${QUOTE}$`,
);
/** From the name to the rows: the other titles, and other members, including a list of row names. */
const BEHIND = new RegExp(
  String.raw`${QUOTE}[^[\]]{0,400}\]\s{0,40}\}?\s{0,40},\s{0,40}(?:(?:${QUOTE}\w{1,20}${QUOTE}\s{0,3}:\s{0,3}(?:\[[^[\]]{0,200}\]|[\w"]{1,20})\s{0,3},\s{0,40}){0,2}${QUOTE}\w{1,20}${QUOTE}\s{0,3}:\s{0,3}\[\s{0,40})?(?=\[|\{)`,
  'y',
);
const ROW = /,?\s{0,40}(?:\{\s{0,40}\\{0,3}"\w{1,8}\\{0,3}"\s{0,3}:\s{0,3})?\[\s{0,40}/y;
const MEMBER = String.raw`(?:\{\s{0,40}${QUOTE}\w{1,16}${QUOTE}\s{0,3}:\s{0,3})?`;
/** A text or another value, also as the only member of an object. */
const ITEM = new RegExp(
  String.raw`(?:(?<lead>${MEMBER}(?<quote>${QUOTE}))(?<value>[^"\\\n]{0,200})\k<quote>|${MEMBER}[\w.+-]{1,30})\s{0,40}\}?\s{0,40}(?<next>,\s{0,40}|\]\s{0,40}\}?)`,
  'y',
);

/**
 * The values of a column in a table whose titles and rows are lists: `{"columns": ["user", "password"], "data": [["ann", "…"]]}`,
 * `[["user", "password"], ["ann", "…"]]`.
 */
export function listedCells(text: string, nameStart: number, nameEnd: number): readonly ValueSpan[] {
  if (text.charAt(nameStart - 1) !== '"') return [];
  const head = text.slice(Math.max(0, nameStart - LONGEST_FRONT), nameStart);
  const open = head.lastIndexOf('[');
  // In one of many lists there are no titles.
  if (open < 0 || /[,\]]\s{0,40}$/.test(head.slice(Math.max(0, open - 41), open))) return [];
  const before = FRONT.exec(head.slice(open + 1))?.groups?.['before'];
  if (before === undefined) return [];
  const rows = endOf(BEHIND, text, nameEnd);
  return rows === undefined ? [] : cellsOf(text, rows, before.match(TITLES)?.length ?? 0);
}

/** The texts of a column in the rows that begin at `from`. */
function cellsOf(text: string, from: number, column: number): readonly ValueSpan[] {
  const cells: ValueSpan[] = [];
  let at = endOf(ROW, text, from);
  for (let count = 0; at !== undefined && at < from + REACH && count < MOST_ROWS; count++) {
    const row = rowItems(ITEM, text, at);
    if (row === undefined) break;
    const cell = textIn(row, column);
    if (cell !== undefined) cells.push(cell);
    at = endOf(ROW, text, row.end);
  }
  return cells;
}
