/** Runs every `test/**\/*.test.ts` (or those whose path holds an argument) and fails when a file registers no test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'uvu/parse';
import { run } from 'uvu/run';

// Audits keep a key in the user's cache folder: not in that of whoever runs the tests.
const cacheHome = mkdtempSync(join(tmpdir(), 'watertight-cache-'));
process.env['XDG_CACHE_HOME'] = cacheHome;
process.on('exit', () => rmSync(cacheHome, { recursive: true, force: true }));

const filter = process.argv[2];
const { suites } = await parse('test', /\.test\.ts$/);
const chosen = filter === undefined ? suites : suites.filter(({ name }) => name.includes(filter));
let output = '';
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (chunk: string | Uint8Array, ...rest: never[]): boolean => {
  output += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
  return write(chunk, ...rest);
};
await run(chosen, { bail: false });
const queue = (globalThis as { UVU_QUEUE?: unknown[][] }).UVU_QUEUE ?? [];
const silent = chosen.filter((_, index) => (queue[index] ?? []).length === 0).map(({ name }) => name);
if (chosen.length === 0 || silent.length > 0) {
  console.error(`No suite ran in: ${silent.join(', ') || '(nothing found)'}`);
  process.exitCode = 1;
}
const plain = output.replace(/\u001B\[[0-9;]*m/g, '');
const figure = (label: string): number => Number(new RegExp(`${label}:\\s+(\\d+)`).exec(plain)?.[1] ?? 0);
const total = figure('Total');
const passed = figure('Passed');
const failed = total - passed + silent.length;
process.on('exit', () => write(`${passed} passed, ${failed} failed\n`));
