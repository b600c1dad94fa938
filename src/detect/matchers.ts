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
import { MANIFEST_FACTS } from './manifest-begin.ts';
import {
  matchSecretData,
  matchSecretDataFirst,
  matchSecretJson,
  matchSecretJsonStrings,
  matchSecretStrings,
} from './manifest.ts';
import { KEY_BYTES_FACTS, matchKeyBytes } from './key-bytes.ts';
import { matchPem, PEM_FACTS } from './pem.ts';
import { type CodeMatcher, whereNew } from './where-new.ts';

/** A matcher and its reach. */
interface MatcherEntry extends MatcherFacts {
  /** Creates one for each detector, because it may remember what it saw. */
  readonly create: () => CodeMatcher;
}

/** The matchers that rules may name. */
export const MATCHERS: Readonly<Record<string, MatcherEntry>> = {
  pem: { ...PEM_FACTS, create: () => matchPem },
  'key-bytes': { ...KEY_BYTES_FACTS, create: () => matchKeyBytes },
  command: {
    ...COMMAND_FACTS,
    create: () => whereNew(matchCommand, { before: COMMAND_FACTS.lookBehind, behind: COMMAND_FACTS.maxLength }),
  },
  'recovery-codes': { ...LIST_FACTS, create: () => matchRecoveryCodes },
  accounts: { ...LIST_FACTS, create: () => matchAccounts },
  'user-list': { ...USERS_FACTS, create: () => matchUserList },
  'ppp-secrets': { ...LIST_FACTS, create: () => matchPppSecrets },
  'secret-data': { ...MANIFEST_FACTS, create: () => matchSecretData },
  'secret-data-first': { ...MANIFEST_FACTS, create: () => matchSecretDataFirst },
  'secret-json': { ...MANIFEST_FACTS, create: () => matchSecretJson },
  'secret-json-strings': { ...MANIFEST_FACTS, create: () => matchSecretJsonStrings },
  'secret-strings': { ...MANIFEST_FACTS, create: () => matchSecretStrings },
  'weak-password': { ...WEAK_FACTS, create: () => matchWeakPassword },
  assignment: { ...ASSIGNMENT_FACTS, create: assignmentMatcher },
};
