/**
 * Measures recall and false alarms on labelled corpora that lie beside the repository, with their own scorers, and holds
 * them to scripts/accuracy-limits.json. `WATERTIGHT_SHARED` names the folder; where there is none, nothing is measured.
 * `--only NAME` (several times for several) measures one corpus, `--details` prints all that the scorers print, `--uuid` counts rows of CredData whose
 * true value is a UUID as well. The generic model was trained on CredData's rows: what it makes of repositories that it
 * has not seen is measured by scripts/generic/cross-validate.ts. Before all that it names the types of credentials in the
 * catalogue there that no rule covers, and last how many values are found as generators make them (`made`), which needs nothing.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { coverage } from './lib/catalogue.ts';
import { readFigures, worseThan, type Figures } from './lib/figures.ts';
import { run } from './lib/run.ts';
import { madeFound, writeMade } from './made-values/made-values.ts';

interface Corpus {
  readonly name: string;
  readonly scorer: string;
  readonly rows: string;
  /** What the scorer is told beside rows and findings. */
  readonly options?: readonly string[];
  /** Said behind the figures. */
  readonly note?: string;
  readonly figures: Readonly<Record<string, RegExp>>;
}

const root = join(import.meta.dirname, '..');
const shared = resolve(root, process.env['WATERTIGHT_SHARED'] ?? '../shared');
const LABELLED = { precision: /precision ([\d.]+)/, recall: /recall ([\d.]+)/, f1: /F1 ([\d.]+)/ };
const CREDDATA = {
  scorer: 'creddata/creddata.py',
  options: ['--no-uuid'],
  note: ' (the generic model was trained on these rows; see scripts/generic/cross-validate.ts)',
  figures: LABELLED,
};
const CORPORA: readonly Corpus[] = [
  {
    name: 'cases',
    scorer: 'cases/cases.py',
    rows: 'cases/cases.jsonl',
    figures: { recall: /averaged over sources ([\d.]+) %/, falseAlarms: /false alarms ([\d.]+) %/ },
  },
  { name: 'creddata', rows: 'creddata/dev.jsonl.gz', ...CREDDATA },
  { name: 'creddata, words', rows: 'creddata/dev-words.jsonl.gz', ...CREDDATA },
];

async function python(...args: string[]): Promise<string> {
  const { code, output, stdout } = await run('python3', args, { cwd: root });
  if (code !== 0) throw new Error(`Cannot score: ${output.trimEnd()}`);
  return stdout;
}

/** Calls `measure` with an empty folder for evidence and one that is taken away with it afterwards. */
async function withEvidence<T>(measure: (evidence: string, temp: string) => Promise<T>): Promise<T> {
  const temp = mkdtempSync(join(tmpdir(), 'watertight-accuracy-'));
  const evidence = join(temp, 'evidence');
  try {
    mkdirSync(evidence);
    return await measure(evidence, temp);
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

/** The JSON report of a folder. */
async function scanned(evidence: string, cwd: string): Promise<string> {
  const { code, stdout } = await run(
    process.execPath,
    [join(root, 'bin/watertight.js'), 'scan', evidence, '--format', 'json', '--quiet'],
    { cwd, env: { WATERTIGHT_PACKET: '' } },
  );
  if (code === 2 || code > 3) throw new Error(`Cannot scan: exit code ${code}`);
  return stdout;
}

/** Writes a corpus out, scans it and gives what its scorer says. */
function score({ scorer, rows, options = [] }: Corpus, uuid: boolean): Promise<string> {
  return withEvidence(async (evidence, temp) => {
    const [script, lines, report] = [join(shared, scorer), join(shared, rows), join(temp, 'report.json')];
    await python(script, 'write', lines, evidence);
    writeFileSync(report, await scanned(evidence, temp));
    return python(script, 'score', lines, report, ...(uuid ? [] : options));
  });
}

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    details: { type: 'boolean', default: false },
    uuid: { type: 'boolean', default: false },
  },
});
const names = ['catalogue', ...CORPORA.map(({ name }) => name), 'made'];
for (const name of values.only ?? [])
  if (!names.includes(name)) throw new Error(`Cannot measure ${name}: --only is one of ${names.join('; ')}`);
const isMeasured = (name: string): boolean => values.only?.includes(name) ?? true;
const limits = JSON.parse(readFileSync(join(root, 'scripts/accuracy-limits.json'), 'utf8')) as Record<string, Figures>;

function hold(name: string, figures: Figures): void {
  for (const fault of worseThan(limits[name] ?? {}, figures)) {
    console.error(`${name}: ${fault}`);
    process.exitCode = 1;
  }
}

/** Values of each maker, length and format. */
const ROUNDS = 6;

async function checkMade(): Promise<void> {
  const { lines, recall } = await withEvidence(async (evidence, temp) => {
    const made = writeMade(evidence, ROUNDS);
    const { findings } = JSON.parse(await scanned(evidence, temp)) as { findings: { location: { path: string } }[] };
    return madeFound(made, new Set(findings.map(({ location }) => location.path.split('/').slice(-2).join('/'))));
  });
  if (values.details) for (const line of lines) console.log(line);
  console.log(`made: recall ${recall}`);
  hold('made', { recall });
}

function checkCatalogue(): void {
  const path = join(shared, 'cases/catalogue.jsonl');
  if (!existsSync(path)) return console.log('catalogue: not measured, it is not here');
  const { types, covered, missing, leftOut } = coverage(readFileSync(path, 'utf8'), root);
  console.log(`catalogue: ${covered} of ${types} types have a rule, ${leftOut.length} are left out`);
  if (values.details) for (const line of leftOut) console.log(`  left out: ${line}`);
  for (const id of missing) console.error(`catalogue: no rule for ${id}`);
  if (missing.length > 0) process.exitCode = 1;
}

if (isMeasured('catalogue')) checkCatalogue();
for (const corpus of CORPORA) {
  if (!isMeasured(corpus.name)) continue;
  if (!existsSync(join(shared, corpus.rows))) {
    console.log(`${corpus.name}: not measured, the corpus is not here`);
    continue;
  }
  const output = await score(corpus, values.uuid);
  if (values.details) console.log(output.trimEnd());
  const figures = readFigures(output, corpus.figures);
  const shown = Object.entries(figures).map(([name, figure]) => `${name} ${figure}`);
  console.log(`${corpus.name}: ${shown.join(', ')}${corpus.note ?? ''}`);
  hold(corpus.name, figures);
}
if (isMeasured('made')) await checkMade();
