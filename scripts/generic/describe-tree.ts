/**
 * Describes every candidate of trees of files that hold no credential, one JSON line each, for scripts/generic/train.py.
 * Folders in a tree count as repositories, of which `--most` different candidates are kept each.
 * Run: node --import=tsx scripts/generic/describe-tree.ts [--most 400] DIR [DIR …] > OUT.jsonl
 */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fastGlob from 'fast-glob';
import { candidatesOf } from './candidates.ts';

const MAX_SIZE = 4_000_000;
const { values, positionals } = parseArgs({
  options: { most: { type: 'string', default: '400' } },
  allowPositionals: true,
});
const most = Number(values.most);

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

async function describeTree(root: string): Promise<void> {
  for (const file of (await fastGlob('**/*', { cwd: root, dot: true, followSymbolicLinks: false })).sort()) {
    const path = join(root, file);
    if (statSync(path).size > MAX_SIZE) continue;
    const text = readFileSync(path).toString('latin1');
    if (text.slice(0, 4096).includes('\0')) continue;
    const repo = file.split('/', 1)[0] ?? '';
    for (const { start, end, description } of candidatesOf(text)) {
      const line = text.slice(0, start).split('\n').length;
      const value = text.slice(start, end);
      const record = { repo, file: `${file}:${line}`, label: 0, own: 0, uuid: false, value };
      keep(repo, `${description.words.name.join(' ')} ${value}`, JSON.stringify({ ...record, ...description }));
    }
  }
}

for (const root of positionals) await describeTree(root);
for (const records of kept.values()) for (const [, record] of leastOf(records)) console.log(record);
