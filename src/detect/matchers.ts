import type { TextMatch } from '../engine/engine.ts';
import type { MatcherFacts } from './compile.ts';
import { COMMAND_FACTS, matchCommand } from './command/matcher.ts';
import { ASSIGNMENT_FACTS, assignmentMatcher } from './generic/matcher.ts';
import { matchWeakPassword, WEAK_FACTS } from './generic/weak.ts';
import {
  LIST_FACTS,
  matchAccounts,
  matchPppSecrets,
  matchRecoveryCodes,
  matchUserList,
  USERS_FACTS,
} from './listed.ts';
import {
  MANIFEST_FACTS,
  matchSecretData,
  matchSecretDataFirst,
  matchSecretJson,
  matchSecretStrings,
} from './manifest.ts';
import { KEY_BYTES_FACTS, matchKeyBytes } from './key-bytes.ts';
import { matchPem, PEM_FACTS } from './pem.ts';

/** A matcher in code: the match whose keyword begins at `at`, if there is one. */
export type CodeMatcher = (text: string, at: number) => TextMatch | undefined;

/** A matcher and what is known of it. */
interface MatcherEntry extends MatcherFacts {
  /** One is made for each detector, as it may remember what it saw. */
  readonly create: () => CodeMatcher;
}

/** The matchers that rules may name. */
export const MATCHERS: Readonly<Record<string, MatcherEntry>> = {
  pem: { ...PEM_FACTS, create: () => matchPem },
  'key-bytes': { ...KEY_BYTES_FACTS, create: () => matchKeyBytes },
  command: { ...COMMAND_FACTS, create: () => matchCommand },
  'recovery-codes': { ...LIST_FACTS, create: () => matchRecoveryCodes },
  accounts: { ...LIST_FACTS, create: () => matchAccounts },
  'user-list': { ...USERS_FACTS, create: () => matchUserList },
  'ppp-secrets': { ...LIST_FACTS, create: () => matchPppSecrets },
  'secret-data': { ...MANIFEST_FACTS, create: () => matchSecretData },
  'secret-data-first': { ...MANIFEST_FACTS, create: () => matchSecretDataFirst },
  'secret-json': { ...MANIFEST_FACTS, create: () => matchSecretJson },
  'secret-strings': { ...MANIFEST_FACTS, create: () => matchSecretStrings },
  'weak-password': { ...WEAK_FACTS, create: () => matchWeakPassword },
  assignment: { ...ASSIGNMENT_FACTS, create: assignmentMatcher },
};
