import type { Span } from '../../types.ts';
import type { ViewContext } from '../decoded-view.ts';
import { credentialHeadings, type Heading, type Labels } from './labels.ts';
import { isRule, lineAt, lineBefore, LONGEST_LINE, MOST_ROWS, unmarked } from './table-lines.ts';

/** A row of dashes per title, separated by blanks. */
const GROUPS = /^ {0,8}(?:-{2,}(?: {1,200}-{2,})+|={2,}(?: {1,200}={2,})+)\s*$/;
const SPACE = 0x20;

/** Start of each column, in characters, and the maximum width of its title; undefined if the line is not such a rule. */
function columnsOf(
  bytes: Buffer,
  { start, end }: Span,
): { starts: readonly number[]; widths: readonly number[] } | undefined {
  if (end - start > LONGEST_LINE) return undefined;
  const line = bytes.toString('latin1', start, end);
  if (!GROUPS.test(line)) return undefined;
  const groups = [...line.matchAll(/[-=]+/g)];
  return { starts: groups.map(({ index }) => index), widths: groups.map(([group]) => group.length) };
}

/** Byte offsets of characters in the text; the end of the line for those after it. */
function placesOf(bytes: Buffer, { start, end }: Span, characters: readonly number[]): readonly number[] {
  const places: number[] = [];
  let count = 0;
  for (let at = start; at < end && places.length < characters.length; at++) {
    if (((bytes[at] ?? 0) & 0xc0) === 0x80) continue;
    if (characters[places.length] === count) places.push(at);
    count++;
  }
  return characters.map((_, i) => places[i] ?? end);
}

/** The cells of a line; undefined if a text crosses the border of two columns. */
function cellsOf(bytes: Buffer, line: Span, starts: readonly number[]): readonly Span[] | undefined {
  const places = placesOf(bytes, line, starts);
  if (places.some((at, i) => i > 0 && at < line.end && bytes[at - 1] !== SPACE)) return undefined;
  return places.map((at, i) => unmarked(bytes, at, places[i + 1] ?? line.end));
}

/**
 * Writes the rows of a table whose columns are aligned below rows of dashes (database clients, PowerShell, reST), each value of a secret
 * next to its title.
 *
 * @param rule the line below the titles
 * @returns the end of the table; undefined if there is no table of secrets with that rule
 */
export function addAligned(bytes: Buffer, rule: Span, labels: Labels, context: ViewContext): number | undefined {
  const titles = lineBefore(bytes, rule.start);
  if (titles === undefined || titles.end - titles.start > LONGEST_LINE) return undefined;
  const columns = columnsOf(bytes, rule);
  const cells = columns && cellsOf(bytes, titles, columns.starts);
  if (columns === undefined || cells === undefined) return undefined;
  if (cells.some(({ start, end }, i) => end - start > (columns.widths[i] ?? 0))) return undefined;
  const headings = credentialHeadings(bytes, cells, context);
  return headings.length === 0 ? undefined : addRows(bytes, rule.end + 1, { ...columns, headings }, labels);
}

interface Columns {
  readonly starts: readonly number[];
  readonly headings: readonly Heading[];
}

/** Writes the rows from `from` on, up to an empty line or a rule; gives their end. */
function addRows(bytes: Buffer, from: number, { starts, headings }: Columns, labels: Labels): number {
  let at = from;
  for (let row = 0; row < MOST_ROWS && at < bytes.length; row++) {
    const line = lineAt(bytes, at);
    if (line.end - line.start > LONGEST_LINE || isRule(bytes, line)) break;
    const cells = cellsOf(bytes, line, starts);
    for (const heading of cells ? headings : []) labels.addWord(heading, cells?.[heading.column]);
    at = line.end + 1;
  }
  return at;
}
