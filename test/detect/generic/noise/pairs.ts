import { assignmentMatcher } from '../../../../src/detect/generic/matcher.ts';
import { assert, type suite } from '../../../helpers/suite.ts';

const matchAssignment = assignmentMatcher();
const ANCHOR = /pass|pwd?|secret|token|key|:(?=\/\/)/gi;

/** A text that holds no secret, and one of the same form that does. */
export type NoisePair = readonly [says: string, noise: string, real: string];

/** The values behind the credential words of a text. */
export function findings(text: string): string[] {
  const found = [...text.matchAll(ANCHOR)].flatMap(({ index }) => {
    const match = matchAssignment(text, index);
    return match === undefined ? [] : [text.slice(match.secretStart, match.secretEnd)];
  });
  return [...new Set(found)];
}

/** Holds that the first text of each pair has no finding and the second one `made`. */
export function holdPairs(test: ReturnType<typeof suite>, pairs: readonly NoisePair[], made: string): void {
  for (const [says, noise, real] of pairs) {
    test(`takes ${says} for no secret, and a value of the like for one`, () => {
      assert.equal(findings(noise), []);
      assert.ok(
        findings(real).some((value) => value.includes(made)),
        real,
      );
    });
  }
}
