import { type Contender, installed } from './contenders.ts';
import { type Corpus, corpusOf } from './corpora.ts';
import { type Entrant, interleave } from './interleave.ts';
import { spread, type Spread } from './statistics.ts';

/** What one contender cost on one corpus. */
export interface CorpusRow {
  readonly name: string;
  /** Megabytes that it was given: less than the corpus where the whole takes too long. */
  readonly megabytes: number;
  /** Seconds. */
  readonly cpu: Spread;
  readonly wall: Spread;
  /** Megabytes. */
  readonly peak: Spread;
  /** Megabytes per CPU second. */
  readonly rate: Spread;
  /** How many times as many megabytes per CPU second watertight did, round by round. */
  readonly watertightIs: Spread;
}

interface CorpusRun {
  readonly corpus: Corpus;
  readonly contenders: readonly Contender[];
  readonly rounds: number;
  /** Megabytes that every contender gets at most. */
  readonly size: number | undefined;
  readonly cwd: string;
  readonly say: (line: string) => void;
}

/** Measures the contenders on a corpus in interleaved rounds. */
export async function measureCorpus({ corpus, contenders, rounds, size, cwd, say }: CorpusRun): Promise<CorpusRow[]> {
  const entrants: Entrant[] = [];
  const bytes = new Map<string, number>();
  for (const contender of contenders) {
    const program = installed(contender);
    if (program === undefined) continue;
    const most = contender.most?.[corpus.name];
    const part = most === undefined ? corpus : await corpusOf(corpus.name, Math.min(most, size ?? most), say);
    bytes.set(contender.name, part.bytes);
    entrants.push({ name: contender.name, command: contender.command(program, part.folder) });
  }
  const { costs, failures } = await interleave(entrants, rounds, cwd);
  for (const [name, reason] of failures) say(`${name}: ${reason}`);
  const rates = (name: string): number[] =>
    (costs.get(name) ?? []).map(({ cpu }) => (bytes.get(name) ?? 0) / 1e6 / cpu);
  const own = rates('watertight');
  return [...costs].map(([name, list]) => ({
    name,
    megabytes: (bytes.get(name) ?? 0) / 1e6,
    cpu: spread(list.map(({ cpu }) => cpu)),
    wall: spread(list.map(({ wall }) => wall)),
    peak: spread(list.map(({ peak }) => peak / 1e6)),
    rate: spread(rates(name)),
    watertightIs: spread(rates(name).map((rate, round) => (own[round] ?? Number.NaN) / rate)),
  }));
}
