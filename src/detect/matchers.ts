import type { TextMatch } from '../engine/engine.ts';
import type { MatcherFacts } from './compile.ts';
import { COMMAND_FACTS, matchCommand } from './command/matcher.ts';
import { ASSIGNMENT_FACTS, assignmentMatcher } from './generic/matcher.ts';
import { matchPem, PEM_FACTS } from './pem.ts';

/** A matcher in code: the match whose keyword begins at `at`, if there is one. */
export type CodeMatcher = (text: string, at: number) => TextMatch | undefined;

/** The matchers that rules may name, each with its reach; one is made for each detector, as it may remember what it saw. */
export const MATCHERS: Readonly<Record<string, MatcherFacts & { readonly create: () => CodeMatcher }>> = {
  pem: { ...PEM_FACTS, create: () => matchPem },
  command: { ...COMMAND_FACTS, create: () => matchCommand },
  assignment: { ...ASSIGNMENT_FACTS, create: assignmentMatcher },
};
