import type { Span } from '../../types.ts';
import type { Family } from '../joined/family.ts';
import { credentialHeadings, Labels } from './labels.ts';

/** Longest table that is read, in bytes. */
const LONGEST_TABLE = 256 * 1024;
const ROW = /<tr\b/gi;
const END = /<\/table/i;
const CELL = /<t[hd]\b[^<>]{0,400}>(?:\s{0,40}<[^<>/][^<>]{0,200}>){0,4}(?<text>[^<>]{0,4096})/gi;

/** Spans of the insides of a row's cells; `text` begins at offset `base`. */
function cellsOf(text: string, base: number): readonly Span[] {
  return Array.from(text.matchAll(CELL), (cell) => {
    const inside = cell.groups?.['text'] ?? '';
    const start = base + cell.index + cell[0].length - inside.length;
    const blanks = inside.length - inside.trimStart().length;
    return { start: start + blanks, end: start + blanks + inside.trim().length };
  });
}

/** The rows of the table around the title cell at `at`, beginning with the row of that cell. */
function rowsFrom(bytes: Buffer, at: number): { readonly rows: readonly (readonly Span[])[]; readonly end: number } {
  const before = bytes.toString('latin1', Math.max(0, at - 8192), at);
  const start = Math.max(0, at - 8192) + Math.max(0, before.toLowerCase().lastIndexOf('<tr'));
  const all = bytes.toString('latin1', start, start + LONGEST_TABLE);
  const table = all.slice(0, END.exec(all)?.index ?? all.length);
  const starts = Array.from(table.matchAll(ROW), ({ index }) => index);
  const rows = starts.map((from, i) => cellsOf(table.slice(from, starts[i + 1] ?? table.length), start + from));
  return { rows, end: start + table.length };
}

/** Values in HTML tables, each next to the title of its column. */
export const markupTableViews: Family = function* ({ bytes, context }, { titles }) {
  const labels = new Labels(bytes, context);
  let floor = 0;
  for (const at of titles) {
    if (at < floor) continue;
    const { rows, end } = rowsFrom(bytes, at);
    floor = end;
    const [head = [], ...body] = rows;
    const headings = head.length > 1 ? credentialHeadings(bytes, head, context) : [];
    for (const row of headings.length > 0 ? body : []) {
      if (row.length !== head.length) continue;
      for (const heading of headings) labels.addWord(heading, row[heading.column]);
    }
    yield* labels.full();
    if (context.stopped) return;
  }
  yield* labels.rest();
};
