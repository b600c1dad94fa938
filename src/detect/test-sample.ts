import type { CompiledRule } from './rule.ts';
import { isTrivialPassword } from './validators/password.ts';

/** Source code that tests other code: by its folder, or by its name as test runners find it. */
const TEST_SOURCE =
  /(?:^|\/)(?:(?:integration_)?tests?|testing|testdata|specs?|__tests__|e2e|fixtures?)\/(?:[^/]+\/){0,3}[^/]+\.(?:[cm]?[jt]sx?|py|go|rs|rb|php|java|kt|scala|cs|cpp|cc|[ch]|swift|dart|exs?|clj|pl)$|(?:^|\/)(?:test_[^/]+\.py|[^/]+[_-]test\.(?:go|py|rs|rb|dart|exs?|[jt]s)|[^/]+\.(?:test|spec)\.[cm]?[jt]sx?|[^/]+_spec\.rb|[^/]+Tests?\.(?:java|kt|cs|php|scala))$/;

/** Folders of tests and samples, in which settings are no more than shown. */
const SAMPLE_FOLDER = /(?:^|\/)(?:tests?|testing|testdata|specs?|__tests__|e2e|fixtures?|examples?|samples?|demos?)\//i;

/** What is asked of a detection; the value is given as latin1 characters. */
export interface Sampled {
  readonly rule: Pick<CompiledRule, 'validator' | 'matcher'>;
  readonly secret: string;
  /** See `Detection`. */
  readonly isDoubted?: boolean;
}

/**
 * Whether a value is a weak word in an address of a database or a page in the source code of a test, or one that is
 * believed for its form alone (a word with a capital letter, a digit and a sign). Elsewhere such a word opens something;
 * the tests of drivers, of readers of addresses and of forms are full of them.
 *
 * @param path with `/`
 */
export function isTestSample({ rule, secret, isDoubted }: Sampled, path: string): boolean {
  const isSample = (rule.validator === 'url-password' && isTrivialPassword(secret)) || isDoubted === true;
  return isSample && TEST_SOURCE.test(path);
}

/** Whether a weak password stands in the settings of a test or a sample. */
export function isSampleSetting({ rule }: Sampled, path: string): boolean {
  return rule.matcher === 'weak-password' && SAMPLE_FOLDER.test(path);
}
