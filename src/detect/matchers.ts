import type { TextMatch } from '../engine/engine.ts';
import type { MatcherFacts } from './compile.ts';
import { COMMAND_FACTS, matchCommand } from './command/matcher.ts';
import { ASSIGNMENT_FACTS, matchAssignment } from './generic/matcher.ts';
import { matchPem, PEM_FACTS } from './pem.ts';

/** A matcher in code: the match whose keyword begins at `at`, if there is one. */
export type CodeMatcher = (text: string, at: number) => TextMatch | undefined;

/** The matchers that rules may name, each with its reach. */
export const MATCHERS: Readonly<Record<string, MatcherFacts & { readonly match: CodeMatcher }>> = {
  pem: { ...PEM_FACTS, match: matchPem },
  command: { ...COMMAND_FACTS, match: matchCommand },
  assignment: { ...ASSIGNMENT_FACTS, match: matchAssignment },
};
