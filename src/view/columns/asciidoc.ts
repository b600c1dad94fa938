import type { Span } from '../../types.ts';
import type { ViewContext } from '../decoded-view.ts';
import { cellsOf } from './barred.ts';
import { credentialHeadings, type Labels } from './labels.ts';
import { lineAt, LONGEST_LINE, MOST_ROWS } from './table-lines.ts';

/** Start and end of an AsciiDoc table (docs.asciidoctor.org, "Build a basic table"). */
const FENCE = /^\|={3,}\s*$/;

function isFence(bytes: Buffer, { start, end }: Span): boolean {
  return end - start < LONGEST_LINE && FENCE.test(bytes.toString('latin1', start, end));
}

/**
 * Writes the rows of an AsciiDoc table whose titles are on one line, each after a bar; puts each value of a secret next to its title. A row
 * may take several lines: it has as many cells as there are titles.
 *
 * @returns the end of the table; undefined if none begins at the line
 */
export function addFenced(bytes: Buffer, fence: Span, labels: Labels, context: ViewContext): number | undefined {
  if (!isFence(bytes, fence)) return undefined;
  let titles: readonly Span[] = [];
  let headings: ReturnType<typeof credentialHeadings> = [];
  let row: Span[] = [];
  let at = fence.end + 1;
  for (let count = 0; count < MOST_ROWS && at < bytes.length; count++) {
    const line = lineAt(bytes, at);
    at = line.end + 1;
    if (isFence(bytes, line)) break;
    if (line.end - line.start > LONGEST_LINE) continue;
    // Text before the first bar is the format of the cell.
    const cells = cellsOf(bytes, line).slice(1);
    if (titles.length === 0) {
      titles = cells;
      headings = credentialHeadings(bytes, cells, context);
      continue;
    }
    row.push(...cells);
    if (row.length < titles.length) continue;
    for (const heading of headings) labels.addWord(heading, row[heading.column]);
    row = [];
  }
  return at;
}
