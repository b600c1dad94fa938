/**
 * Describes every candidate of labelled CredData rows, one JSON line each, for scripts/generic/train.py.
 * Run: node --import=tsx scripts/generic/describe-creddata.ts ROWS.jsonl.gz > OUT.jsonl
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { candidatesOf } from './candidates.ts';

interface Row {
  readonly id: number;
  readonly repo: string;
  readonly path: string;
  readonly line: number;
  readonly line_end: number;
  readonly gt: 'T' | 'F' | 'X';
  readonly col: number;
  readonly col_end: number;
  readonly text: string;
  readonly text_off?: number;
  readonly category: string;
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  readonly more?: readonly string[];
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const bytes = (text: string): number => Buffer.byteLength(text);

function placesOf(file: string): Row[][] {
  const places = new Map<string, Row[]>();
  for (const line of gunzipSync(readFileSync(file)).toString().trim().split('\n')) {
    const row = JSON.parse(line) as Row;
    const key = JSON.stringify([row.repo, row.path, row.line, row.line_end]);
    places.set(key, [...(places.get(key) ?? []), row]);
  }
  return [...places.values()];
}

/** Byte range of the row's value in the place's text, undefined for a label of a whole line. */
function spanOf(row: Row, lineStart: number): readonly [number, number] | undefined {
  if (row.col < 0) return undefined;
  const characters = Array.from(row.text);
  const offset = row.text_off ?? 0;
  const start = lineStart + bytes(characters.slice(0, row.col - offset).join(''));
  return [start, start + Math.max(1, bytes(characters.slice(row.col - offset, row.col_end - offset).join('')))];
}

for (const rows of placesOf(process.argv[2] ?? '')) {
  const [row] = rows;
  if (row === undefined) continue;
  const { before = [], more = [], after = [] } = row;
  const lead = before.map((line) => `${line}\n`).join('');
  const lines = [row.text, ...more].join('\n');
  const text = Buffer.from(`${lead}${lines}\n${after.join('\n')}\n`).toString('latin1');
  const from = bytes(lead);
  const to = from + bytes(lines);
  const trues = rows.filter(({ gt }) => gt === 'T');
  const values = trues.map(({ text: all, col, col_end: end, text_off: offset = 0 }) =>
    all.slice(col - offset, end - offset),
  );
  const uuid = trues.length > 0 && values.every((value) => UUID.test(value));
  const label = Number(trues.length > 0);
  const place = {
    repo: row.repo,
    file: `${row.repo}/${row.id}`,
    lines: [before.length + 1, before.length + 1 + more.length],
    label,
    uuid,
    category: rows.map(({ category }) => category).join(':'),
  };
  const found = candidatesOf(text).filter(({ start, end }) => start < to && end > from);
  if (found.length === 0) console.log(JSON.stringify({ ...place, none: true }));
  for (const { start, end, description } of found) {
    const hits = trues.some((one) => {
      const span = spanOf(one, from);
      return span === undefined || (span[0] < end && start < span[1]);
    });
    console.log(JSON.stringify({ ...place, own: Number(hits), value: text.slice(start, end), ...description }));
  }
}
