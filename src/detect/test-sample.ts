import type { CompiledRule } from './rule.ts';
import { isTrivialPassword } from './validators/password.ts';

/** Source code of tests: by its folder, or by its name as test runners recognise it. */
const TEST_SOURCE =
  /(?:^|\/)(?:(?:integration_)?tests?|testing|testdata|specs?|__tests__|e2e|fixtures?)\/(?:[^/]+\/){0,3}[^/]+\.(?:[cm]?[jt]sx?|py|go|rs|rb|php|java|kt|scala|cs|cpp|cc|[ch]|swift|dart|exs?|clj|pl)$|(?:^|\/)(?:test_[^/]+\.py|[^/]+[_-]test\.(?:go|py|rs|rb|dart|exs?|[jt]s)|[^/]+\.(?:test|spec)\.[cm]?[jt]sx?|[^/]+_spec\.rb|[^/]+Tests?\.(?:java|kt|cs|php|scala))$/;

/** Folders of tests and samples, whose settings are only illustrative. */
const SAMPLE_FOLDER = /(?:^|\/)(?:tests?|testing|testdata|specs?|__tests__|e2e|fixtures?|examples?|samples?|demos?)\//i;

/** The properties needed of a detection; the value is given as latin1. */
export interface Sampled {
  readonly rule: Pick<CompiledRule, 'validator' | 'matcher'>;
  readonly secret: string;
  /** See `Detection`. */
  readonly isDoubted?: boolean;
}

/**
 * Whether a value in the source code of a test is a weak word in the address of a database or a page, or one whose form alone suggests a
 * credential (a word with a capital letter, a digit and a sign). Elsewhere such a word gives access; tests of drivers, URL parsers and
 * forms are full of them.
 *
 * @param path with `/` as separator
 */
export function isTestSample({ rule, secret, isDoubted }: Sampled, path: string): boolean {
  const isSample = (rule.validator === 'url-password' && isTrivialPassword(secret)) || isDoubted === true;
  return isSample && TEST_SOURCE.test(path);
}

/** Whether a value is a weak password in the settings of a test or a sample. */
export function isSampleSetting({ rule }: Sampled, path: string): boolean {
  return rule.matcher === 'weak-password' && SAMPLE_FOLDER.test(path);
}
