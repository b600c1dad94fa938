import { type Command, type Cost, measure } from './measure.ts';

/** A command that takes part in the rounds, under a name. */
export interface Entrant {
  readonly name: string;
  readonly command: Command;
}

/**
 * Measures each entrant once a round, the rounds one after the other, each begun by another entrant, so that what else the
 * machine does falls on all alike. An entrant whose run fails takes no further part.
 *
 * @returns costs by name, one for each round; for an entrant that failed, why
 */
export async function interleave(
  entrants: readonly Entrant[],
  rounds: number,
  cwd: string,
): Promise<{ costs: Map<string, Cost[]>; failures: Map<string, string> }> {
  const costs = new Map<string, Cost[]>(entrants.map(({ name }) => [name, []]));
  const failures = new Map<string, string>();
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < entrants.length; turn++) {
      const entrant = entrants[(round + turn) % entrants.length];
      if (entrant === undefined || failures.has(entrant.name)) continue;
      try {
        costs.get(entrant.name)?.push(await measure(entrant.command, cwd));
      } catch (error) {
        failures.set(entrant.name, error instanceof Error ? error.message : 'unknown error');
        costs.delete(entrant.name);
      }
    }
  }
  return { costs, failures };
}
