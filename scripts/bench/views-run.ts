/**
 * What the search for views needs of a text that holds none. `views-run keep FROM TO` writes the files of a folder again, without
 * the pieces that are no text or hold a view; `views-run time FOLDER` prints the CPU seconds of one search in its files, reading left out.
 */
import { isUtf8 } from 'node:buffer';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Budget } from '../../src/view/budget.ts';
import { decodedViews } from '../../src/view/encoded/encodings.ts';
import { filesOf } from './slices.ts';

/** Windows as long as those of a scan, and pieces that are kept or left out, both in bytes. */
const WINDOW = 4 * 1024 * 1024;
const PIECE = 4096;

/** Views of a text. */
function count(bytes: Buffer): number {
  let views = 0;
  const options = { budget: new Budget(bytes.length, { floor: Infinity }), onSkip: () => undefined };
  for (const view of decodedViews(bytes, { start: 0, end: bytes.length }, options)) views += view.parts ?? 1;
  return views;
}

/** A text in pieces that end where a line does. */
function piecesOf(bytes: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const line = bytes.indexOf('\n', at + PIECE);
    const end = line < 0 ? bytes.length : line + 1;
    pieces.push(bytes.subarray(at, end));
    at = end;
  }
  return pieces;
}

function isText(piece: Buffer): boolean {
  return isUtf8(piece) && !piece.includes(0);
}

function keep(from: string, to: string): void {
  for (const { path } of filesOf(from)) {
    const kept = piecesOf(readFileSync(join(from, path))).filter((piece) => isText(piece) && count(piece) === 0);
    if (kept.length === 0) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeFileSync(join(to, path), Buffer.concat(kept));
  }
}

function time(folder: string): { seconds: number; views: number } {
  const texts = filesOf(folder).map(({ path }) => readFileSync(join(folder, path)));
  const start = process.cpuUsage();
  let views = 0;
  for (const text of texts) {
    for (let at = 0; at < text.length; at += WINDOW) views += count(text.subarray(at, at + WINDOW));
  }
  const { user, system } = process.cpuUsage(start);
  return { seconds: (user + system) / 1e6, views };
}

const [task, folder = '', to = ''] = process.argv.slice(2);
if (task === 'keep') keep(folder, to);
else console.log(JSON.stringify(time(folder)));
