import type { Span } from '../../types.ts';
import type { ViewContext } from '../decoded-view.ts';
import { cellsOf } from './barred.ts';
import { credentialHeadings, type Labels } from './labels.ts';
import { lineAt, LONGEST_LINE, MOST_ROWS } from './table-lines.ts';

/** What begins and ends a table of AsciiDoc (docs.asciidoctor.org, "Build a basic table"). */
const FENCE = /^\|={3,}\s*$/;

function isFence(bytes: Buffer, { start, end }: Span): boolean {
  return end - start < LONGEST_LINE && FENCE.test(bytes.toString('latin1', start, end));
}

/**
 * Writes the rows of a table of AsciiDoc, whose titles stand on one line with a bar in front of each, each value of a secret beside its title. A row may
 * go over several lines: as many cells as there are titles are one.
 *
 * @returns where the table ends; undefined where none begins at the line
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
    // What stands in front of the first bar is how the cell looks.
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
