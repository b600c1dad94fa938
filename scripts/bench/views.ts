import { join } from 'node:path';
import { bundledScript } from './bundled-script.ts';
import { corpusOf } from './corpora.ts';
import { measure } from './measure.ts';
import { filesOf, sizeOf } from './slices.ts';
import { spread, type Spread } from './statistics.ts';

/** What looking for views costs in text that holds none. */
export interface ViewsRow {
  readonly corpus: string;
  /** Of the pieces without a view, and the views that nevertheless came from putting those together. */
  readonly megabytes: number;
  readonly views: number;
  /** CPU seconds of a scan of one thread, and of the search for views alone. */
  readonly scan: Spread;
  readonly search: Spread;
  /** CPU seconds of the scan for each that it would take without the search, round by round. */
  readonly ratio: Spread;
}

const CORPORA = ['logs', 'source'] as const;
const MEGABYTES = 300;

/**
 * Measures the search for views over the parts of real logs and source that hold none, as it is bundled, beside a scan of them.
 *
 * @throws {Error} where a program fails
 */
export async function measureViews(rounds: number, cwd: string, say: (line: string) => void): Promise<ViewsRow[]> {
  const viewsRun = await bundledScript('views-run', cwd);
  const rows: ViewsRow[] = [];
  for (const corpus of CORPORA) {
    say(`views: ${corpus}`);
    const folder = join(cwd, `no-views-${corpus}`);
    await viewsRun('keep', (await corpusOf(corpus, MEGABYTES, say)).folder, folder);
    rows.push(await rowOf(corpus, folder, rounds, cwd, viewsRun));
  }
  return rows;
}

async function rowOf(
  corpus: string,
  folder: string,
  rounds: number,
  cwd: string,
  viewsRun: (...args: string[]) => Promise<string>,
): Promise<ViewsRow> {
  const program = join(import.meta.dirname, '../../bin/watertight.js');
  const argv = ['node', program, 'scan', folder, '--quiet', '--threads', '1'];
  const [scans, searches]: [number[], number[]] = [[], []];
  let views = 0;
  for (let round = 0; round < rounds; round++) {
    scans.push((await measure({ argv, codes: [0, 1, 3] }, cwd)).cpu);
    const timed = JSON.parse(await viewsRun('time', folder)) as { seconds: number; views: number };
    searches.push(timed.seconds);
    views = timed.views;
  }
  const ratio = spread(scans.map((scan, round) => scan / (scan - (searches[round] ?? Number.NaN))));
  const megabytes = sizeOf(filesOf(folder)) / 1e6;
  return { corpus, megabytes, views, scan: spread(scans), search: spread(searches), ratio };
}
