import type { Corpus } from './corpora.ts';
import type { CorpusRow } from './corpus-run.ts';
import type { StartRow } from './start.ts';
import { short, spreadText } from './statistics.ts';

/** A Markdown table; the first row is the head. */
function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The figures of a corpus as Markdown: medians, with the least and the most in brackets. */
export function corpusTable({ name, files, bytes }: Corpus, rows: readonly CorpusRow[]): string {
  const body = rows.map((row) => [
    row.name,
    short(row.megabytes),
    spreadText(row.cpu),
    short(row.wall.median),
    short(row.peak.median),
    spreadText(row.rate),
    row.name === 'watertight' ? '1' : spreadText(row.watertightIs),
  ]);
  const head = ['', 'MB', 'CPU s', 'wall s', 'peak MB', 'MB per CPU s', 'watertight is … ×'];
  return `\n${name}: ${files} files, ${(bytes / 1e6).toFixed(0)} MB\n\n${table([head, ...body])}`;
}

/** The start-up figures as Markdown. */
export function startTable(rows: readonly StartRow[]): string {
  const body = rows.map((row) => [
    row.name,
    spreadText(row.cpu),
    spreadText(row.aboveNode),
    short(row.wall.median),
    short(row.peak.median),
  ]);
  return `\nstart\n\n${table([['', 'CPU ms', 'above Node, ms', 'wall ms', 'peak MB'], ...body])}`;
}
