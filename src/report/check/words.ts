import type { CheckOutcomeKind, CheckResult } from '../../check-result.ts';
import { plural } from '../figures.ts';

/** How an outcome is set in front of a line. */
export const OUTCOME_WORDS: Readonly<Record<CheckOutcomeKind, string>> = {
  invalid: 'INVALID',
  fail: 'FAIL',
  unproven: 'UNPROVEN',
  warn: 'WARN',
  info: 'info',
  'not-checked': 'not checked',
  pass: 'pass',
};

/** How a run ended, in a word and a line. */
export function endingOf({ summary, observations }: CheckResult): { readonly word: string; readonly rest: string } {
  const { outcomes, exitCode } = summary;
  const ids = (kind: CheckOutcomeKind): string =>
    [...new Set(observations.filter(({ outcome }) => outcome === kind).map(({ id }) => id))].join(', ');
  const parts = [
    outcomes.invalid > 0 ? `the packet cannot be evaluated (${ids('invalid')})` : '',
    outcomes.fail > 0 ? `${plural(outcomes.fail, 'violation')} (${ids('fail')})` : '',
    outcomes.unproven > 0 ? `not proved: ${ids('unproven')}` : '',
    outcomes.warn > 0 ? plural(outcomes.warn, 'warning') : '',
    `${plural(outcomes.pass, 'check')} passed`,
  ];
  const word = exitCode === 2 ? 'INVALID' : exitCode === 1 ? 'FAIL' : exitCode === 3 ? 'INCOMPLETE' : 'PASS';
  return { word, rest: `${parts.filter(Boolean).join('; ')} (exit ${exitCode})` };
}
