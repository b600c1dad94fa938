/**
 * Trains the model of generic credentials from the labelled lines, the pinned packages and invented settings, or tells
 * whether that gives the shipped one. Run: node --import=tsx scripts/generic/train.ts [--check] [--out FILE]
 * Packages, and Python's for the training, are fetched where the bench's cache lacks them: `npm`, `go`, `cargo` and
 * `python3` (3.11 or later) have to be there. Code 1: the model differs; 0 and a word of it where the labelled lines are absent.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { areLabelledHere, describeAll, outputOf, trainingPackages, trainingPython } from './rows.ts';

interface Model {
  readonly made: Readonly<Record<string, unknown>> & { readonly rows: Readonly<Record<string, string>> };
}

const SHIPPED = join(import.meta.dirname, '../../src/detect/data/generic-model.json');
const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, out: { type: 'string', default: SHIPPED } },
});

async function trainInto(file: string, folder: string): Promise<void> {
  const python = await trainingPython();
  const packages = join(folder, 'packages.json');
  writeFileSync(packages, JSON.stringify(trainingPackages()));
  const rows = await describeAll(folder);
  await outputOf(python, ['scripts/generic/train.py', '--packages', packages, '--out', file, ...rows]);
}

type Members = Readonly<Record<string, unknown>>;

function differing(a: Members, b: Members): string[] {
  return Object.keys({ ...a, ...b }).filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
}

/** What two models were made from that differs: members of `made`, and kinds of rows. */
function differences(one: Model, other: Model): string[] {
  const kinds = differing(one.made.rows, other.made.rows).map((kind) => `rows of ${kind}`);
  return [...differing(one.made, other.made).filter((name) => name !== 'rows'), ...kinds];
}

if (areLabelledHere()) {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-training-'));
  try {
    const shipped = readFileSync(SHIPPED, 'utf8');
    const file = values.check ? join(folder, 'model.json') : resolve(values.out);
    await trainInto(file, folder);
    const trained = readFileSync(file, 'utf8');
    const what = differences(JSON.parse(shipped) as Model, JSON.parse(trained) as Model).join(', ');
    console.log(trained === shipped ? 'the same model, byte for byte' : `another model; other ${what || 'numbers'}`);
    if (values.check && trained !== shipped) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} else {
  console.log('CredData: not trained, the rows are not here');
}
