import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { watertight } from './contenders.ts';
import { interleave } from './interleave.ts';
import type { Command, Cost } from './measure.ts';
import { filesOf } from './slices.ts';
import { spread, type Spread } from './statistics.ts';

/** What a command costs under `watertight run`. */
export interface RunRow {
  readonly name: string;
  /** CPU seconds of the command alone, and of all under `run`. */
  readonly alone: Spread;
  readonly under: Spread;
  /** CPU seconds, and wall seconds, that `run` adds, round by round. */
  readonly added: Spread;
  readonly addedWall: Spread;
}

const FOLDER = 'run-evidence';

/** Commands as a shell has them: one that ends at once, one whose work passes no output on, and output without and with text. */
function linesOf(logs: string): readonly (readonly [name: string, line: string])[] {
  return [
    ['true', 'true'],
    ['dd, 100 GB, to /dev/null', 'dd if=/dev/zero of=/dev/null bs=1M count=100000'],
    ['dd, 200 MB of zeros, to stdout', 'dd if=/dev/zero bs=1M count=200'],
    ['cat, logs, to stdout', `cat '${logs}'`],
  ];
}

/**
 * Measures commands alone and under `run`: streams redacted, kept and scanned.
 *
 * @param corpus folder with logs
 * @throws {Error} where a command fails
 */
export async function measureRun(rounds: number, cwd: string, corpus: string): Promise<RunRow[]> {
  const logs = join(cwd, 'logs.txt');
  writeFileSync(logs, '');
  for (const { path } of filesOf(corpus)) appendFileSync(logs, readFileSync(join(corpus, path)));
  const rows: RunRow[] = [];
  for (const [name, line] of linesOf(logs)) {
    const alone: Command = { argv: ['sh', '-c', line], codes: [0] };
    const own = watertight('run', '--quiet', '--out', FOLDER, '--', 'sh', '-c', line);
    // Each run needs a folder of its own; what removing the last one costs is next to nothing.
    const under: Command = { ...own, argv: ['sh', '-c', `rm -rf ${FOLDER}; exec "$@"`, 'sh', ...own.argv] };
    const { costs, failures } = await interleave(
      [
        { name: 'alone', command: alone },
        { name: 'under', command: under },
      ],
      rounds,
      cwd,
    );
    for (const reason of failures.values()) throw new Error(reason);
    rows.push(rowOf(name, costs.get('alone') ?? [], costs.get('under') ?? []));
  }
  return rows;
}

function rowOf(name: string, alone: readonly Cost[], under: readonly Cost[]): RunRow {
  const added = (of: (cost: Cost) => number): Spread =>
    spread(under.map((cost, round) => of(cost) - of(alone[round] ?? { cpu: Number.NaN, wall: Number.NaN, peak: 0 })));
  return {
    name,
    alone: spread(alone.map(({ cpu }) => cpu)),
    under: spread(under.map(({ cpu }) => cpu)),
    added: added(({ cpu }) => cpu),
    addedWall: added(({ wall }) => wall),
  };
}
