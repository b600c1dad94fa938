/**
 * Describes every candidate of a tree of files that hold no credential, one JSON line each, for scripts/generic/train.py.
 * Folders of the second level count as repositories, of which `--most` different candidates are kept each.
 * Run: node --import=tsx scripts/generic/describe-tree.ts DIR > OUT.jsonl
 */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fastGlob from 'fast-glob';
import { candidatesOf } from './candidates.ts';

const MAX_SIZE = 4_000_000;
const most = Number(process.argv[3] ?? 400);

/** Records by repository, each under a hash of name and value: the least hashes are a sample that does not depend on the order. */
const kept = new Map<string, Map<string, string>>();

function leastOf(records: ReadonlyMap<string, string>): [string, string][] {
  return [...records].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, most);
}

function keep(repo: string, key: string, record: string): void {
  const records = kept.get(repo) ?? new Map<string, string>();
  kept.set(repo, records.set(createHash('sha256').update(key).digest('hex'), record));
  if (records.size <= 2 * most) return;
  kept.set(repo, new Map(leastOf(records)));
}

const root = process.argv[2] ?? '.';
const files = await fastGlob('**/*', { cwd: root, dot: true, followSymbolicLinks: false });
let bytes = 0;
for (const file of files.sort()) {
  const path = join(root, file);
  const { size } = statSync(path);
  if (size > MAX_SIZE) continue;
  const text = readFileSync(path).toString('latin1');
  if (text.slice(0, 4096).includes('\0')) continue;
  bytes += size;
  const repo = file.split('/').slice(0, 2).join('/');
  for (const { start, end, description } of candidatesOf(text)) {
    const line = text.slice(0, start).split('\n').length;
    const value = text.slice(start, end);
    const record = { repo, file: `${file}:${line}`, label: 0, own: 0, uuid: false, value };
    keep(repo, `${description.words.name.join(' ')} ${value}`, JSON.stringify({ ...record, ...description }));
  }
}
for (const records of kept.values()) for (const [, record] of leastOf(records)) console.log(record);
console.error(`${files.length} files, ${bytes} bytes`);
