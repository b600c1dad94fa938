import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measure } from './measure.ts';
import { spread, type Spread } from './statistics.ts';

/** What a text costs that repeats one piece. */
export interface DenseRow {
  readonly piece: string;
  /** CPU microseconds for each byte by which the larger file exceeds the smaller one. */
  readonly perByte: Spread;
  /** The same for the larger part beside the smaller one: above 1 where the cost grows faster than the file. */
  readonly growth: Spread;
}

/** Pieces with a counter in each, so that none is the same as the one before. */
const PIECES: Readonly<Record<string, (count: number) => string>> = {
  'assignments in a row': (count) => `DB_PASSWORD=${count}`,
  'an open quote': (count) => `password="${count}`,
  headings: (count) => `#password${count}\n`,
  'command lines in a row': (count) => `curl -u a:${count} `,
  passwords: (count) => `password = "Xk${(count * 7919) % 99991}!rT${count}q"\n`,
  'events of a recording': (count) => `[${count}.0,"o","a`,
  'cells of a notebook': (count) => `{"cells":[{"source":["a${count}"]}]}`,
};
/** Sizes of the three files, in bytes. */
const SIZES = [200_000, 400_000, 800_000] as const;

function textOf(piece: (count: number) => string, size: number): string {
  let text = '';
  for (let count = 0; text.length < size; count++) text += piece(count);
  return text.slice(0, size);
}

/**
 * Measures texts in which something stands so densely that each place of it is looked at together with many others.
 *
 * @throws {Error} where a program fails
 */
export async function measureDense(rounds: number, cwd: string, say: (line: string) => void): Promise<DenseRow[]> {
  const program = join(import.meta.dirname, '../../bin/watertight.js');
  const rows: DenseRow[] = [];
  for (const [name, piece] of Object.entries(PIECES)) {
    say(`dense: ${name}`);
    const [perByte, growth]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      const costs: number[] = [];
      for (const size of SIZES) {
        const file = join(cwd, 'dense.txt');
        writeFileSync(file, textOf(piece, size));
        costs.push((await measure({ argv: ['node', program, 'scan', file, '--quiet'], codes: [0, 1] }, cwd)).cpu);
      }
      const [small = 0, middle = 0, large = 0] = costs;
      perByte.push(((large - small) / (SIZES[2] - SIZES[0])) * 1e6);
      growth.push((large - middle) / (middle - small) / 2);
    }
    rows.push({ piece: name, perByte: spread(perByte), growth: spread(growth) });
  }
  return rows;
}
