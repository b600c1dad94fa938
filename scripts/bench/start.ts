import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTENDERS, installed, watertight } from './contenders.ts';
import { type Entrant, interleave } from './interleave.ts';
import type { Cost } from './measure.ts';
import { spread, type Spread } from './statistics.ts';

/** The start-up cost of one command. */
export interface StartRow {
  readonly name: string;
  /** CPU milliseconds. */
  readonly cpu: Spread;
  /** CPU milliseconds above an empty Node program of the same round. */
  readonly aboveNode: Spread;
  readonly wall: Spread;
  /** Megabytes. */
  readonly peak: Spread;
}

const FILES = 20;
const LINES = 40;

/** Measures what starting costs: an empty Node program, watertight on nothing, one and twenty files, peers on one file. */
export async function measureStart(
  rounds: number,
  folder: string,
): Promise<{ rows: StartRow[]; failures: Map<string, string> }> {
  const files = smallFiles(folder);
  const entrants: Entrant[] = [
    { name: 'node -e 0', command: { argv: [process.execPath, '-e', '0'], codes: [0] } },
    { name: 'watertight --version', command: watertight('--version') },
    { name: 'watertight, one tiny file', command: watertight('scan', '--quiet', files[0] ?? '') },
    { name: `watertight, ${FILES} small files`, command: watertight('scan', '--quiet', ...files) },
    ...peersOnOneFile(folder),
  ];
  const { costs, failures } = await interleave(entrants, rounds, folder);
  const base = costs.get('node -e 0') ?? [];
  return { rows: [...costs].map(([name, list]) => rowOf(name, list, base)), failures };
}

function rowOf(name: string, costs: readonly Cost[], base: readonly Cost[]): StartRow {
  const ms = costs.map(({ cpu }) => cpu * 1000);
  return {
    name,
    cpu: spread(ms),
    aboveNode: spread(ms.map((cpu, round) => cpu - (base[round]?.cpu ?? 0) * 1000)),
    wall: spread(costs.map(({ wall }) => wall * 1000)),
    peak: spread(costs.map(({ peak }) => peak / 1e6)),
  };
}

/** Settings, sources, logs and JSON of a few hundred bytes each, without a secret. */
function smallFiles(folder: string): string[] {
  const endings = ['ts', 'log', 'json', 'yaml', 'md'];
  const paths: string[] = [];
  for (let index = 0; index < FILES; index++) {
    const path = join(folder, `file-${index}.${endings[index % endings.length]}`);
    const lines = Array.from({ length: LINES }, (_, line) => `line ${line} of file ${index}: nothing to see\n`);
    if (!existsSync(path)) writeFileSync(path, lines.join(''));
    paths.push(path);
  }
  return paths;
}

function peersOnOneFile(folder: string): Entrant[] {
  const single = join(folder, 'single');
  mkdirSync(single, { recursive: true });
  writeFileSync(join(single, 'file.ts'), 'export const nothing = 0;\n');
  return CONTENDERS.filter(({ name }) => !name.startsWith('watertight')).flatMap((contender) => {
    const program = installed(contender);
    return program === undefined
      ? []
      : [{ name: `${contender.name}, one tiny file`, command: contender.command(program, single) }];
  });
}
