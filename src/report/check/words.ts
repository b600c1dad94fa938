import type { CheckOutcomeKind, CheckResult, Observation } from '../../check-result.ts';
import { plural } from '../figures.ts';
import { NOTHING_IN_SCOPE } from '../outcome.ts';

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

/** The first word of the last line, and what follows it. */
export interface CheckEnding {
  readonly word: 'PASS' | 'FAIL' | 'INVALID' | 'INCOMPLETE' | 'EMPTY';
  readonly rest: string;
}

const WORDS = { 0: 'PASS', 1: 'FAIL', 2: 'INVALID', 3: 'INCOMPLETE' } as const;

/** Whether nothing but the want of files kept the run from passing. */
function isEmpty(observations: CheckResult['observations']): boolean {
  return observations.every(({ outcome, message }) => outcome !== 'unproven' || message === NOTHING_IN_SCOPE);
}

/** How a run ended, in a word and a line. */
export function endingOf({ summary, observations }: Pick<CheckResult, 'summary' | 'observations'>): CheckEnding {
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
  const word = exitCode === 3 && isEmpty(observations) ? 'EMPTY' : WORDS[exitCode];
  const rest = word === 'EMPTY' ? NOTHING_IN_SCOPE : parts.filter(Boolean).join('; ');
  return { word, rest: `${rest} (exit ${exitCode})` };
}

/** A step that several observations in a row call for is told once, behind the last of them. */
export function withoutRepeatedFixes(observations: readonly Observation[]): readonly Observation[] {
  return observations.map((one, index) => {
    const next = observations[index + 1];
    if (one.fix === undefined || next === undefined || next.id !== one.id || next.fix !== one.fix) return one;
    const { fix: _, ...rest } = one;
    return rest;
  });
}
