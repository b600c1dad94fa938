/**
 * Compares watertight with detect-secrets on a folder, value by value, and groups every disagreement by its reason:
 * `node --import=tsx scripts/compare-detect-secrets.ts FOLDER [--list] [--cases cases.jsonl]`; the last tells secrets from clean text, where
 * the folder was written from it. Needs detect-secrets among the peers of the benchmark
 * (`npm run bench`) or in PATH. Shows places, never values.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Explainer } from '../src/detect/explain.ts';
import { builtinRules } from '../src/detect/builtin.ts';
import type { Baseline, BaselineQuery } from '../src/policy/baseline/baseline.ts';
import { hashedForms } from '../src/policy/baseline/same-value.ts';
import { scan } from '../src/scan.ts';
import { programPath } from './bench/peers.ts';

const { values, positionals } = parseArgs({
  options: { list: { type: 'boolean' }, cases: { type: 'string' } },
  allowPositionals: true,
});
const [folder] = positionals;
if (folder === undefined) throw new Error('Usage: compare-detect-secrets.ts FOLDER [--list] [--cases FILE]');
const program = programPath('detect-secrets');
if (program === undefined) {
  console.log('detect-secrets is not installed: nothing was compared');
  process.exit(0);
}

/** A finding of detect-secrets. */
interface Theirs {
  readonly path: string;
  readonly line: number;
  readonly type: string;
  readonly hash: string;
}

function theirs(): Theirs[] {
  const { stdout, status } = spawnSync(program ?? '', ['scan', '--all-files', '.'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (status !== 0) throw new Error(`detect-secrets ended with ${status}`);
  const { results } = JSON.parse(stdout) as {
    readonly results: Readonly<
      Record<string, readonly { readonly type: string; readonly hashed_secret: string; readonly line_number: number }[]>
    >;
  };
  return Object.entries(results).flatMap(([path, found]) =>
    found.map(({ type, hashed_secret: hash, line_number: line }) => ({ path, line, type, hash })),
  );
}

/** Whether a place holds a secret, where a list of cases says so: the first folder of a path is the id of its case. */
function expectations(): (place: string) => string {
  if (values.cases === undefined) return () => '';
  const cases = readFileSync(values.cases, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { readonly id: string; readonly expect: string });
  const expected = new Map(cases.map(({ id, expect }) => [id, expect]));
  return (place) => ` (${expected.get(place.split('/')[0] ?? '') ?? 'unknown'})`;
}

/** Findings of watertight by file and line, and the hashes of their values. */
class Found implements Baseline {
  readonly size: number = 0;
  readonly rules: Map<string, Set<string>> = new Map();
  readonly hashes: Set<string> = new Set();

  covers({ rule, secret, place }: BaselineQuery): boolean {
    const line = `${place?.named}:${place?.line}`;
    this.rules.set(line, (this.rules.get(line) ?? new Set()).add(rule.id));
    for (const hash of hashedForms(secret)) this.hashes.add(`${place?.named} ${hash}`);
    return false;
  }

  stale(): readonly [] {
    return [];
  }
}

/** Why watertight does not report what stands on a line. */
function reasonOf({ path, line, type, hash }: Theirs, allowed: ReadonlyMap<string, string>): string {
  const pass = allowed.get(`${path}:${line}`);
  if (pass !== undefined) return `found and let pass: ${pass}`;
  if (type === 'Public IP (ipv4)') return 'an address is no secret';
  const bytes = readFileSync(join(folder ?? '', path));
  const [start, end] = spanOf(bytes, line);
  const attempts = explainer.attempts(bytes, { start, end }).filter(({ outcome }) => outcome !== 'secret');
  const same = attempts.find(({ secret }) => hashedForms(secret).includes(hash)) ?? attempts[0];
  if (same !== undefined) return OUTCOMES[same.outcome] ?? same.outcome;
  if (/High Entropy/.test(type)) return 'random text, and no word calls it a credential';
  return 'no rule fits the text';
}

const OUTCOMES: Readonly<Record<string, string>> = {
  placeholder: 'stands for a value',
  'too-regular': 'too regular for its kind',
  refused: 'a validator refuses it',
  dummy: 'a published example',
  unlikely: 'the model takes it for no credential',
};

function spanOf(bytes: Buffer, line: number): readonly [number, number] {
  let start = 0;
  for (let count = 1; count < line; count++) start = bytes.indexOf(10, start) + 1;
  const end = bytes.indexOf(10, start);
  return [start, end < 0 ? bytes.length : end];
}

const explainer = new Explainer(builtinRules());
const found = new Found();
const paths = readdirSync(folder);
const outcome = await scan({ paths, cwd: folder, env: {}, baseline: found });
const allowed = new Map(
  outcome.result.allowed.map(({ location, by }) => [`${location.path}:${location.startLine}`, by]),
);
const all = theirs();
const lines = new Set(all.map(({ path, line }) => `${path}:${line}`));
const expected = expectations();
const groups = new Map<string, string[]>();
const note = (who: string, reason: string, place: string): void => {
  for (const group of [`${who}${expected(place)}`, `${who}${expected(place)}: ${reason}`])
    groups.set(group, [...(groups.get(group) ?? []), place]);
};
let both = 0;
for (const one of all) {
  const place = `${one.path}:${one.line}`;
  if (found.hashes.has(`${one.path} ${one.hash}`) || found.rules.has(place)) both++;
  else note('only detect-secrets', `${one.type}, ${reasonOf(one, allowed)}`, place);
}
for (const [place, rules] of found.rules) if (!lines.has(place)) note('only watertight', [...rules].join(', '), place);
console.log(`detect-secrets has ${all.length} findings; watertight has ${both} of them, by value or by line`);
for (const [group, places] of [...groups].sort((a, b) => b[1].length - a[1].length)) {
  console.log(`${String(places.length).padStart(6)}  ${group}`);
  if (values.list === true && group.includes(':')) for (const place of places) console.log(`          ${place}`);
}
