import type { ValueSpan } from '../value.ts';
import { cellValue, type Line, lineAbove, rowsBelow } from './table-text.ts';

/** How a format separates the titles of a table and the cells of its rows. */
interface Parting {
  /** The separator of titles. */
  readonly by: string;
  /** The whole line of titles. */
  readonly heading: RegExp;
  /** Signs that begin a row and separate its cells; the first that applies counts. If omitted, rows have as many cells as titles. */
  readonly rows?: readonly string[];
  /** No rule follows the titles: tables with a rule are handled by a view. */
  readonly isBare?: boolean;
}

const TEXT = String.raw`[^\n|^]{1,60}`;
/** A title: digits only at its end, so that a row of names and values does not match. */
const WORDS = String.raw`"?[A-Za-z#][A-Za-z_ .()/#-]{0,47}\d{0,2}"?`;

function separated(by: string, blanks = ''): Parting {
  return {
    by,
    heading: new RegExp(`^(?:[ \\t]{0,8}:header:[ \\t]+|[ \\t]{0,8})${WORDS}(?:${by}${blanks}${WORDS})+[ \\t]*$`),
  };
}

/** Formats by a sign that only their headings contain, in the order in which they are tried. */
const PARTINGS: readonly Parting[] = [
  // Jira's `||a||b||` with rows of `|x|y|`, Trac's `||= a =||= b =||` with rows of `|| x || y ||`.
  { by: '||', heading: new RegExp(String.raw`^[ \t]*\|\|${TEXT}(?:\|\|${TEXT})*\|\|[ \t]*$`), rows: ['||', '|'] },
  // Textile's: letters and signs for alignment precede the dot.
  {
    by: '|',
    heading: /^[ \t]*\|_[<>=^~\w\\/]{0,4}\.[^\n|]{1,60}(?:\|_[<>=^~\w\\/]{0,4}\.[^\n|]{1,60})*\|[ \t]*$/,
    rows: ['|'],
  },
  // Creole's.
  { by: '|', heading: /^[ \t]*\|=[^\n|]{1,60}(?:\|=[^\n|]{1,60})*\|?[ \t]*$/, rows: ['|'] },
  // A first row of words, as in Gherkin examples.
  {
    by: '|',
    heading: /^[ \t]*\|(?:[ \t]*`?[A-Za-z][A-Za-z _.()#/-]{0,47}`?[ \t]*\|){2,}[ \t]*$/,
    rows: ['|'],
    isBare: true,
  },
  { by: '!!', heading: /^[ \t]*![^\n!|]{1,60}(?:!![^\n!|]{1,60})+$/, rows: ['|'] },
  // DokuWiki's.
  { by: '^', heading: new RegExp(String.raw`^[ \t]*\^${TEXT}(?:\^${TEXT})+\^[ \t]*$`), rows: ['|'] },
  { by: '&', heading: /^[^\n&]{1,60}(?:&[^\n&]{1,60})+\\\\[^\n&]{0,24}$/ },
  separated('\t'),
  separated(',', ' ?'),
  separated(';'),
];
/** Lines between the rows of a table: in MediaWiki, in TeX, the end of a table's options in reST. */
const BETWEEN = /^(?:\|-.*|[ \t]*\\[a-z]*(?:line|rule)\b.*|[ \t]*:[a-z-]+:.*)$/;

/** The cells below the title at `at` of a heading that ends at `end`, in a table whose cells are separated by a sign. */
export function partedCells(text: string, heading: Line, at: number, end: number): readonly ValueSpan[] | undefined {
  const parting = PARTINGS.find(({ by, heading: whole }) => heading.text.includes(by) && whole.test(heading.text));
  if (parting === undefined) return undefined;
  const { by } = parting;
  if (parting.isBare === true && isRuled(text, end)) return undefined;
  const column = heading.text.slice(0, at).split(by).length - 1;
  const titles = heading.text.split(by).length;
  // `Password & … \\`: a name and its value.
  if (by === '&' && column === 0 && titles === 2) return cellIn(heading, by, 1);
  const isRow = signOf(lineAbove(text, heading.start), parting, titles) !== undefined;
  return isRow ? undefined : cellsIn(rowsBelow(text, end), parting, titles, column);
}

/** The cells of a column in the rows of a table with the given number of titles. */
function cellsIn(rows: readonly Line[], parting: Parting, titles: number, column: number): readonly ValueSpan[] {
  const cells: ValueSpan[] = [];
  let isFirst = true;
  for (const row of rows) {
    if (BETWEEN.test(row.text) || (isFirst && row.text.trim() === '')) continue;
    const sign = signOf(row.text, parting, titles);
    if (sign === undefined) break;
    isFirst = false;
    cells.push(...cellIn(row, sign, column));
  }
  return cells;
}

const RULE_BELOW = /[|+:=\-\s]{3,}(?:\n|$)/y;

/** Whether a rule follows the line that ends at `end`. */
function isRuled(text: string, end: number): boolean {
  RULE_BELOW.lastIndex = end + 1;
  return RULE_BELOW.test(text);
}

/** The separator of a row's cells; undefined if the row does not belong to the table. */
function signOf(row: string, { by, rows }: Parting, titles: number): string | undefined {
  if (rows === undefined) return row.split(by).length === titles ? by : undefined;
  const mark = rows.find((sign) => row.trimStart().startsWith(sign));
  return mark !== undefined && by === '!!' ? '||' : mark;
}

function cellIn(row: Line, sign: string, column: number): readonly ValueSpan[] {
  const parts = row.text.split(sign);
  const cell = parts[column];
  if (cell === undefined) return [];
  // The end of a TeX row, and what follows it.
  const inside = sign === '&' ? cell.replace(/\\\\[^&]*$/, '') : cell;
  return cellValue(inside, row.start + parts.slice(0, column).join(sign).length + (column > 0 ? sign.length : 0));
}
