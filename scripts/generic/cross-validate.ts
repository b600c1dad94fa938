/**
 * Measures the whole scanner on CredData with a generic model that has seen none of the repository it is judged on:
 * describes the candidates (rows.ts), trains and scores in folds (measure.py), and adds what the other rules find.
 * Run after `npm run build`: node --import=tsx scripts/generic/cross-validate.ts [--folds 4] [--divisions 3] [--drop REGEX]
 * Nothing is measured where the labelled rows are absent.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { areLabelledHere, describeAll, LABELLED, LABELLED_KINDS, LINES, outputOf, trainingPython } from './rows.ts';

interface Report {
  readonly findings: readonly {
    readonly ruleId: string;
    readonly location: { path: string; startLine: number; endLine: number };
  }[];
}

/** Places of one form that rules other than the generic one find, as `repository/row`. */
async function foundByOthers(rows: string, labelled: string, temp: string): Promise<string[]> {
  const evidence = join(temp, 'evidence');
  mkdirSync(evidence);
  await outputOf('python3', [join(LABELLED, 'creddata.py'), 'write', rows, evidence]);
  const scan = await outputOf(process.execPath, ['bin/watertight.js', 'scan', evidence, '--format', 'json', '--quiet']);
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

const { values } = parseArgs({
  options: {
    folds: { type: 'string', default: '4' },
    divisions: { type: 'string', default: '3' },
    drop: { type: 'string' },
  },
});
if (areLabelledHere()) {
  const temp = mkdtempSync(join(tmpdir(), 'watertight-folds-'));
  try {
    const rows = await describeAll(temp);
    const found: Record<string, readonly string[]> = {};
    for (const kind of LABELLED_KINDS) {
      const described = readFileSync(join(temp, `${kind}.jsonl`), 'utf8');
      found[kind] = await foundByOthers(LINES[kind], described, temp);
    }
    writeFileSync(join(temp, 'found.json'), JSON.stringify(found));
    const { folds, divisions, drop } = values;
    const measure = ['--folds', folds, '--divisions', divisions, '--found', join(temp, 'found.json')];
    const left = drop === undefined ? [] : ['--drop', drop];
    const args = ['scripts/generic/measure.py', ...measure, ...left, ...rows];
    console.log((await outputOf(await trainingPython(), args)).trimEnd());
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
} else {
  console.log('CredData: not measured, the rows are not here');
}
