import type { DenseRow } from './dense.ts';
import type { Corpus } from './corpora.ts';
import type { CorpusRow } from './corpus-run.ts';
import type { KnownRow, KnownScan } from './known.ts';
import type { RunRow } from './run-overhead.ts';
import type { StartRow } from './start.ts';
import { short, spreadText } from './statistics.ts';
import type { ViewsRow } from './views.ts';

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

/** What declared values cost, as Markdown: the search alone, and a scan with 1,000 of them for one without. */
export function knownTable(rows: readonly KnownRow[], scans: readonly KnownScan[]): string {
  const body = rows.map(({ set, corpus, rate, build, peak }) => [
    set,
    corpus,
    spreadText(rate),
    short(build),
    short(peak),
  ]);
  const head = ['values', 'corpus', 'MB per CPU s', 'making, CPU s', 'peak MB'];
  const ratios = scans.map(({ corpus, ratio }) => [corpus, spreadText(ratio)]);
  return `\nknown values\n\n${table([head, ...body])}\n\n${table([['corpus', 'CPU s, with 1,000 values ÷ without'], ...ratios])}`;
}

/** What running a command under `watertight run` costs, as Markdown. */
export function runTable(rows: readonly RunRow[]): string {
  const body = rows.map(({ name, alone, under, added, addedWall }) => [
    name,
    ...[alone, under, added, addedWall].map(spreadText),
  ]);
  return `\nrun\n\n${table([['command', 'alone, CPU s', 'under run, CPU s', 'added, CPU s', 'added, wall s'], ...body])}`;
}

/** What texts cost that repeat one piece, as Markdown. */
export function denseTable(rows: readonly DenseRow[]): string {
  const body = rows.map(({ piece, perByte, growth }) => [piece, ...[perByte, growth].map(spreadText)]);
  return `\ndense\n\n${table([['repeated', 'CPU µs a byte', 'growth'], ...body])}`;
}

/** What looking for views costs where there are none, as Markdown. */
export function viewsTable(rows: readonly ViewsRow[]): string {
  const body = rows.map(({ corpus, megabytes, views, scan, search, ratio }) => [
    corpus,
    short(megabytes),
    String(views),
    ...[scan, search, ratio].map(spreadText),
  ]);
  const head = ['corpus', 'MB', 'views', 'scan, CPU s', 'search for views, CPU s', 'scan, with ÷ without'];
  return `\nviews\n\n${table([head, ...body])}`;
}
