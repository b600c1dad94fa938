import { scan } from '../../../src/scan.ts';
import { Secret } from '../../../src/secret.ts';
import { memoryBlob } from '../../../src/source/memory-blob.ts';
import type { SourceEvent } from '../../../src/types.ts';
import { type Placement, placementOf } from './placements.ts';
import { Random } from './random.ts';
import { declaredValues, tokens } from './values.ts';

const DECLARED = 300;
const TOKENS = 100;
/** Files of one scan. */
const TOGETHER = 1000;

/**
 * Plants values, each in a file of its own, scans the files, and gives the placements in which a value was not found whole.
 *
 * @param count of placements
 * @param seed of values and placements: a whole number
 */
export async function missedPlacements(count: number, seed: number): Promise<readonly Placement[]> {
  const random = new Random(seed);
  const declared = declaredValues(random, DECLARED);
  const values = [...declared, ...tokens(seed, TOKENS)];
  const placements = Array.from({ length: count }, () => placementOf(random.pick(values), random));
  const events: readonly SourceEvent[] = placements.map(({ bytes }, index) => ({
    kind: 'blob',
    blob: memoryBlob(`${index}`, [], bytes),
  }));
  const known = { values: declared.map(({ name, text }) => ({ name, secret: new Secret(text) })) };
  const found = new Map(placements.map((placement) => [placement, new Set<string>()]));
  for (let from = 0; from < events.length; from += TOGETHER) {
    const part = events.slice(from, from + TOGETHER);
    const { result } = await scan({ paths: [], cwd: '/', env: {}, events: part, known });
    for (const { location, ruleId, known: name } of result.findings) {
      const told = name === undefined ? ruleId : name.part === undefined ? name.name : undefined;
      const placement = placements[Number(location.path)];
      if (placement !== undefined && told !== undefined) found.get(placement)?.add(told);
    }
  }
  return placements.filter((placement) => {
    const { rule, name } = placement.value;
    return found.get(placement)?.has(rule ?? name) !== true;
  });
}
