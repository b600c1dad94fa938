/**
 * Plants values of 12 to 128 characters in encodings inside one another, up to three deep, with neighbours that shift their
 * alignment, and fails when a scan does not find each of them whole.
 *
 * `--count N` placements, of `--seed N`; those of seed 1 are the same on every run.
 */
import { parseArgs } from 'node:util';
import { missedPlacements } from './lib/placements/missed.ts';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
});
const [count, seed] = [Number(values.count), Number(values.seed)];
if (!Number.isInteger(count) || !Number.isInteger(seed)) throw new Error('--count and --seed take whole numbers');
const missed = await missedPlacements(count, seed);
for (const { form, value } of missed)
  console.log(`missed: ${value.rule ?? 'declared value'} of ${value.text.length} characters, ${form}`);
console.log(`${missed.length} of ${count} placements missed, seed ${seed}`);
if (missed.length > 0) process.exitCode = 1;
