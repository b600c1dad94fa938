/**
 * Measures the whole scanner on CredData with a generic model that has seen none of the repository it is judged on:
 * describes the candidates, trains and scores in folds (train.py), and adds what the other rules find.
 * Run after `npm run build`: node --import=tsx scripts/generic/cross-validate.ts [--folds 5] [--drop REGEX] [CLEAN.jsonl …]
 * `PYTHON` names an interpreter with the packages of requirements.txt; nothing is measured where the rows are absent.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from '../lib/run.ts';

const FORMS = ['dev.jsonl.gz', 'dev-words.jsonl.gz'];
const root = join(import.meta.dirname, '../..');
const data = resolve(root, process.env['WATERTIGHT_SHARED'] ?? '../shared', 'creddata');
const python = process.env['PYTHON'] ?? 'python3';

interface Report {
  readonly findings: readonly {
    readonly ruleId: string;
    readonly location: { path: string; startLine: number; endLine: number };
  }[];
}

async function output(command: string, args: readonly string[]): Promise<string> {
  const { code, output: all, stdout } = await run(command, [...args], { cwd: root, env: { WATERTIGHT_PACKET: '' } });
  if (code > 3 || code === 2) throw new Error(`Cannot run ${command}: ${all.trimEnd().slice(-2000)}`);
  return stdout;
}

/** Places of one form that rules other than the generic one find, as `repository/row`. */
async function foundByOthers(rows: string, labelled: string, temp: string): Promise<string[]> {
  const evidence = join(temp, 'evidence');
  mkdirSync(evidence);
  await output('python3', [join(data, 'creddata.py'), 'write', rows, evidence]);
  const scan = await output(process.execPath, ['bin/watertight.js', 'scan', evidence, '--format', 'json', '--quiet']);
  rmSync(evidence, { recursive: true });
  const lines = new Map<string, Set<number>>();
  for (const { ruleId, location } of (JSON.parse(scan) as Report).findings) {
    if (ruleId === 'generic-secret') continue;
    const [, repo, id] = /([0-9a-f]{8})\/(?:[^/]+\/)*?(\d+)(?:\.[^/]*)?$/.exec(location.path) ?? [];
    const found = lines.get(`${repo}/${id}`) ?? new Set();
    for (let line = location.startLine; line <= location.endLine; line++) found.add(line);
    lines.set(`${repo}/${id}`, found);
  }
  const places = labelled
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { file: string; lines: readonly [number, number] });
  const isHit = ({ file, lines: [first, last] }: (typeof places)[number]): boolean =>
    [...(lines.get(file) ?? [])].some((line) => first <= line && line <= last);
  return [...new Set(places.filter(isHit).map(({ file }) => file))];
}

const { values, positionals } = parseArgs({
  options: { folds: { type: 'string', default: '5' }, drop: { type: 'string' } },
  allowPositionals: true,
});
if (existsSync(join(data, FORMS[0] ?? ''))) {
  const temp = mkdtempSync(join(tmpdir(), 'watertight-folds-'));
  try {
    const described: string[] = [];
    const found: string[][] = [];
    for (const form of FORMS) {
      const rows = join(data, form);
      const labelled = await output(process.execPath, ['--import=tsx', 'scripts/generic/describe-creddata.ts', rows]);
      described.push(join(temp, `${form}.described`));
      writeFileSync(described.at(-1) ?? '', labelled);
      found.push(await foundByOthers(rows, labelled, temp));
    }
    writeFileSync(join(temp, 'found.json'), JSON.stringify(found));
    const clean = positionals.flatMap((file) => ['--more', resolve(file)]);
    const drop = values.drop === undefined ? [] : ['--drop', values.drop];
    const args = ['scripts/generic/train.py', '--folds', values.folds, '--found', join(temp, 'found.json')];
    console.log((await output(python, [...args, ...clean, ...drop, ...described])).trimEnd());
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
} else {
  console.log('CredData: not measured, the rows are not here');
}
