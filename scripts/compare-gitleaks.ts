/**
 * Compares what a gitleaks configuration finds here and in gitleaks itself, file by file and value by value:
 * `node --import=tsx scripts/compare-gitleaks.ts CONFIG.toml FOLDER [--list]`. Needs gitleaks among the peers of the benchmark
 * (`npm run bench`) or in PATH. Shows places, never values.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Detection, Detector } from '../src/detect/detector.ts';
import { loadGitleaksRules } from '../src/detect/gitleaks/load.ts';
import { GitleaksRunner } from '../src/detect/gitleaks/runner.ts';
import { programPath } from './bench/peers.ts';

const [config, folder, list] = process.argv.slice(2);
if (config === undefined || folder === undefined) throw new Error('Usage: compare-gitleaks.ts CONFIG.toml FOLDER');
const program = programPath('gitleaks');
if (program === undefined) {
  console.log('gitleaks is not installed: nothing was compared');
  process.exit(0);
}

/** A finding as both tools can tell it: rule, file, and a digest of the value. */
type Key = string;
const keyOf = (rule: string, file: string, secret: Buffer): Key =>
  `${rule} ${file} ${createHash('sha256').update(secret).digest('hex').slice(0, 16)}`;

function theirs(): Map<Key, number> {
  const out = mkdtempSync(join(tmpdir(), 'compare-'));
  const report = join(out, 'report.json');
  const flags = ['--no-banner', '-l', 'error', '--ignore-gitleaks-allow', '--max-decode-depth', '0'];
  const argv = ['dir', '.', '-c', resolve(config ?? ''), '-f', 'json', '-r', report, ...flags];
  try {
    const { status } = spawnSync(program ?? '', argv, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0 && status !== 1) throw new Error(`gitleaks ended with ${status}`);
    const found = JSON.parse(readFileSync(report, 'utf8')) as {
      readonly RuleID: string;
      readonly File: string;
      readonly Secret: string;
      readonly Match: string;
    }[];
    return counted(
      found
        .filter(({ Match }) => !Match.startsWith('file detected: '))
        .map(({ RuleID, File, Secret }) => keyOf(RuleID, File, Buffer.from(Secret))),
    );
  } finally {
    rmSync(out, { recursive: true });
  }
}

async function ours(): Promise<Map<Key, number>> {
  const text = readFileSync(config ?? '', 'utf8');
  const rules = await loadGitleaksRules(text, config ?? '', {
    isTaken: () => false,
    extended: () => Promise.reject(new Error('no extended files here')),
    onNote: (note) => console.log(`note: ${note}`),
  });
  const detector = new Detector([], { others: new GitleaksRunner(rules) });
  const files = readdirSync(folder ?? '', { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const keys: Key[] = [];
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name);
    const shown = path.slice(join(folder ?? '', '/').length);
    const bytes = readFileSync(path);
    const found = detector.detectWhole(bytes, { path: shown, commit: undefined });
    for (const { rule, secret } of withoutGeneric(found, bytes))
      keys.push(keyOf(rule.id, shown, Buffer.from(secret, 'latin1')));
  }
  return counted(keys);
}

/** Without what gitleaks leaves out: generic findings whose value another rule finds on the same line. */
function withoutGeneric(all: readonly Detection[], bytes: Buffer): Detection[] {
  const found = all.filter(({ allowedBy }) => allowedBy === undefined);
  const lineOf = ({ start }: Detection): number => (start === 0 ? -1 : bytes.lastIndexOf(10, start - 1));
  return found.filter(
    (one) =>
      !isGeneric(one) ||
      !found.some((other) => !isGeneric(other) && other.secret.includes(one.secret) && lineOf(other) === lineOf(one)),
  );
}

function isGeneric({ rule }: Detection): boolean {
  return rule.id.toLowerCase().includes('generic');
}

function counted(keys: readonly Key[]): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

const [a, b] = [theirs(), await ours()];
const only = (one: Map<Key, number>, other: Map<Key, number>): Key[] =>
  [...one.keys()].filter((key) => !other.has(key)).sort();
const [missing, more] = [only(a, b), only(b, a)];
console.log(`gitleaks ${a.size}, here ${b.size}, both ${a.size - missing.length}`);
console.log(`only gitleaks ${missing.length}, only here ${more.length}`);
if (list === '--list') {
  for (const key of missing) console.log(`only gitleaks: ${key}`);
  for (const key of more) console.log(`only here:     ${key}`);
}
