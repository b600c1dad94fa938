import type { CheckOutcomeKind, CheckReporter, Observation } from '../../check-result.ts';
import { clipped, visible } from '../sanitize.ts';
import { placeText } from './place.ts';
import { endingOf, OUTCOME_WORDS, withoutRepeatedFixes } from './words.ts';

/** Faults that are written out; all are counted. */
const SHOWN = 20;
const LONGEST = 400;
const FAULTS: readonly CheckOutcomeKind[] = ['invalid', 'fail', 'unproven', 'warn'];

/**
 * A few lines for hooks and agents: how it ended, then each fault and what was not proved, gravest first, with what to write where.
 * Plain text without colours. No line begins with a name from evidence.
 */
export const checkBrief: CheckReporter = (result, _options) => {
  const { word, rest } = endingOf(result);
  const faults = FAULTS.flatMap((kind) => result.observations.filter(({ outcome }) => outcome === kind));
  const more = faults.length - SHOWN;
  const lines = [
    `watertight: ${word}  ${rest}`,
    ...withoutRepeatedFixes(faults.slice(0, SHOWN)).flatMap(faultLines),
    ...(more > 0 ? [`  … and ${more} more: --format json lists all`] : []),
  ];
  return `${lines.join('\n')}\n`;
};

function faultLines({ id, outcome, message, place, fix }: Observation): readonly string[] {
  const at = place === undefined ? '' : `  ${placeText(place)}`;
  return [
    `  ${OUTCOME_WORDS[outcome]} ${id}${at}  ${clipped(visible(message), LONGEST)}`,
    ...(fix === undefined ? [] : [`    fix: ${clipped(visible(fix), LONGEST)}`]),
  ];
}
