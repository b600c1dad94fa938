/**
 * Measures watertight, the limits (reading alone, ripgrep with a list of words) and each peer that is installed, in
 * interleaved rounds over corpora of hundreds of megabytes: CPU seconds with children, wall time, peak memory, megabytes
 * per CPU second, and how many times watertight does per CPU second what the other does. Corpora and peers lie outside the
 * repository, in `$WATERTIGHT_BENCH_CACHE`. Needs python3; `npm run bench` builds first. `docs/performance.md` has the
 * figures and their weaknesses.
 *
 * `--only start,source,logs,json,run,views,dense,small-files,big-file` chooses (the last five only when named), `--contenders a,b` limits
 * who takes part, `--rounds N`, `--size MB` takes a part of each corpus, `--json` prints figures, `--install-peers`
 * fetches the peers that the registries have, `--known` measures the search for declared values in place of all that.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CACHE } from './bench/cache.ts';
import { CONTENDERS, installed } from './bench/contenders.ts';
import { corpusOf } from './bench/corpora.ts';
import { measureCorpus } from './bench/corpus-run.ts';
import { measureDense } from './bench/dense.ts';
import { installPeers } from './bench/peers.ts';
import { measureKnown, measureKnownScan } from './bench/known.ts';
import { measureRun } from './bench/run-overhead.ts';
import { corpusTable, denseTable, knownTable, runTable, startTable, viewsTable } from './bench/tables.ts';
import { measureStart } from './bench/start.ts';
import { measureViews } from './bench/views.ts';

const DEFAULT = 'start,source,logs,json';
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: DEFAULT },
    contenders: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    size: { type: 'string' },
    json: { type: 'boolean', default: false },
    known: { type: 'boolean', default: false },
    'install-peers': { type: 'boolean', default: false },
  },
});

const say = (line: string): void => console.error(line);
const rounds = Number(values.rounds);
const size = values.size === undefined ? undefined : Number(values.size);
if (!(rounds >= 1) || (size !== undefined && !(size > 0)))
  throw new Error('Cannot bench: --rounds and --size are numbers');
const names = values.contenders?.split(',');
const contenders = CONTENDERS.filter(({ name }) => name.startsWith('watertight') || (names?.includes(name) ?? true));

mkdirSync(CACHE, { recursive: true });
if (values['install-peers']) await installPeers(say);
for (const contender of contenders) if (installed(contender) === undefined) say(`${contender.name}: not installed`);
const temp = mkdtempSync(join(CACHE, 'run-'));
const figures: Record<string, unknown> = {
  machine: `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}`,
};
if (!values.json) console.log(String(figures['machine']));
try {
  if (values.known) {
    const [rows, scans] = [await measureKnown(rounds, temp, say), await measureKnownScan(rounds, temp, say)];
    figures['known'] = { rows, scans };
    if (!values.json) console.log(knownTable(rows, scans));
  }
  for (const name of values.known ? [] : values.only.split(',')) {
    try {
      if (name === 'start') {
        const start = await measureStart(rounds, temp);
        figures[name] = start.rows;
        for (const [entrant, reason] of start.failures) say(`${entrant}: ${reason}`);
        if (!values.json) console.log(startTable(start.rows));
        continue;
      }
      if (name === 'run') {
        const { folder } = await corpusOf('logs', size ?? 60, say);
        const run = await measureRun(rounds, temp, folder);
        figures[name] = run;
        if (!values.json) console.log(runTable(run));
        continue;
      }
      if (name === 'dense') {
        const dense = await measureDense(rounds, temp, say);
        figures[name] = dense;
        if (!values.json) console.log(denseTable(dense));
        continue;
      }
      if (name === 'views') {
        const views = await measureViews(rounds, temp, say);
        figures[name] = views;
        if (!values.json) console.log(viewsTable(views));
        continue;
      }
      const corpus = await corpusOf(name, size, say);
      say(`${name}: ${corpus.files} files, ${(corpus.bytes / 1e6).toFixed(0)} MB`);
      const rows = await measureCorpus({ corpus, contenders, rounds, size, cwd: temp, say });
      figures[name] = rows;
      if (!values.json) console.log(corpusTable(corpus, rows));
    } catch (error) {
      say(`${name}: not measured: ${error instanceof Error ? error.message : 'unknown error'}`);
      process.exitCode = 1;
    }
  }
} finally {
  rmSync(temp, { recursive: true, force: true });
}
if (values.json) console.log(JSON.stringify(figures, null, 2));
