import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledScript } from './bundled-script.ts';
import { corpusOf } from './corpora.ts';
import { interleave } from './interleave.ts';
import { spread, type Spread } from './statistics.ts';

/** What the search for a set of declared values costs. */
export interface KnownRow {
  readonly set: string;
  readonly corpus: string;
  /** Megabytes per CPU second of the search alone. */
  readonly rate: Spread;
  /** CPU seconds to make the tables, and the process's largest resident set in megabytes. */
  readonly build: number;
  readonly peak: number;
}

/** What 1,000 declared values add to a scan. */
export interface KnownScan {
  readonly corpus: string;
  /** CPU seconds of a scan with them for each of one without, round by round. */
  readonly ratio: Spread;
}

const SETS = ['every 10', 'every 1000', 'everyday 100000', 'prints 10', 'prints 1000'] as const;
const CORPORA = ['logs', 'source', 'json'] as const;
const MEGABYTES = 60;
const SCANNED_VALUES = 1000;

/** Measures the search alone. */
export async function measureKnown(rounds: number, cwd: string, say: (line: string) => void): Promise<KnownRow[]> {
  const knownRun = await bundledScript('known-run', cwd);
  const rows: KnownRow[] = [];
  for (const set of SETS) {
    for (const name of CORPORA) {
      say(`known: ${set}, ${name}`);
      const { folder } = await corpusOf(name, MEGABYTES, say);
      const output = await knownRun(folder, set, String(rounds));
      const { build: seconds, rates, peak } = JSON.parse(output) as { build: number; rates: number[]; peak: number };
      rows.push({ set, corpus: name, rate: spread(rates), build: seconds, peak });
    }
  }
  return rows;
}

function digits(index: number): string {
  return Buffer.from(`${index * 7919}-${index ** 5}-${index}`).toString('base64url');
}

/** Measures whole scans of one thread, with 1,000 declared values and without. */
export async function measureKnownScan(rounds: number, cwd: string, say: (line: string) => void): Promise<KnownScan[]> {
  const file = join(cwd, 'values.env');
  writeFileSync(file, Array.from({ length: SCANNED_VALUES }, (_, index) => `V${index}=q${digits(index)}`).join('\n'));
  const scans: KnownScan[] = [];
  for (const name of CORPORA) {
    const { folder } = await corpusOf(name, MEGABYTES, say);
    const program = join(import.meta.dirname, '../../bin/watertight.js');
    const argv = ['node', program, 'scan', folder, '--quiet', '--threads', '1'];
    const { costs } = await interleave(
      [
        { name: 'without', command: { argv, codes: [0, 1, 3] } },
        { name: 'with', command: { argv: [...argv, '--known-dotenv', file], codes: [0, 1, 3] } },
      ],
      rounds,
      cwd,
    );
    const [without = [], having = []] = ['without', 'with'].map((one) => costs.get(one) ?? []);
    scans.push({
      corpus: name,
      ratio: spread(having.map(({ cpu }, round) => cpu / (without[round]?.cpu ?? Number.NaN))),
    });
  }
  return scans;
}
