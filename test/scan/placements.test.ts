/** A part of what `scripts/placements.ts` tries. */
import { missedPlacements } from '../../scripts/lib/placements/missed.ts';
import { SEED_VARIABLE } from '../../scripts/lib/test-files.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('placements');
const COUNT = 2000;

test(`finds each of ${COUNT} values in encodings inside one another`, async () => {
  const missed = await missedPlacements(COUNT, Number(process.env[SEED_VARIABLE] ?? 1));
  assert.equal(
    missed.map(({ form, value }) => `${form}, ${value.text.length} characters`),
    [],
  );
});

test.run();
