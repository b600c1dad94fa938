import type { Confidence, RuleClass, Severity, SkipReason } from '../types.ts';

/** Each skip reason in plain words, as they stand after "not looked at:". */
export const REASON_WORDS: Readonly<Record<SkipReason, string>> = {
  unreadable: 'could not be read',
  vanished: 'disappeared before it was read',
  changed: 'changed while being read',
  'not-a-file': 'a device, pipe or socket',
  'symlink-outside-root': 'a link out of the scanned folder',
  'symlink-loop': 'a link loop',
  'symlink-broken': 'a broken link',
  excluded: 'excluded',
  gitignored: 'ignored by .gitignore',
  'git-directory': 'a Git store',
  refused: 'part of a Target Repository, which is never opened',
  'missing-object': 'an object missing from the repository',
  encrypted: 'encrypted',
  corrupt: 'damaged',
  truncated: 'truncated',
  'unsupported-format': 'an unsupported format',
  'image-pixels': 'text in an image',
  'pdf-text': 'text in a PDF',
  'too-deep': 'nested deeper than the limit',
  'too-large': 'larger than the limit',
  'too-expanded': 'unpacks to more than the limit',
  interrupted: 'the scan was interrupted',
  'internal-error': 'a bug in watertight',
  'weak-value': 'a known value that was not searched for',
  'no-known-values': 'no known value was available',
  'no-key': 'fingerprints without their key',
};

/** What to do about parts that were not read. */
const REASON_REMEDIES: Readonly<Record<SkipReason, string>> = {
  unreadable: 'grant read permission, or fix what the reason names, then scan again',
  vanished: 'remove it from the list of paths, or scan when nothing writes there',
  changed: 'scan when nothing writes there',
  'not-a-file': 'use --exclude if it is not evidence',
  'symlink-outside-root': 'add its target to the command line',
  'symlink-loop': 'remove the link',
  'symlink-broken': 'remove the link or restore its target',
  excluded: 'remove the exclusion to scan it',
  gitignored: 'drop --respect-gitignore to scan it',
  'git-directory': 'use watertight audit for commits',
  refused: 'remove it from the scanned paths',
  'missing-object': 'fetch what is missing (git fetch --unshallow, --refetch, git lfs fetch), then scan again',
  encrypted: 'decrypt it and scan the content',
  corrupt: 'regenerate the artifact',
  truncated: 'regenerate the artifact',
  'unsupported-format': 'unpack or convert it and scan the result',
  'image-pixels': 'inspect the image yourself',
  'pdf-text': 'extract the text and scan it',
  'too-deep': 'unpack the outer layers, or raise coverage.max_depth in the packet',
  'too-large': 'split it and scan the parts',
  'too-expanded': 'unpack it yourself, or raise coverage.max_expansion_ratio in the packet',
  interrupted: 'run the scan to completion',
  'internal-error': 'report the bug with the location given, and check the file yourself',
  'weak-value': 'make the value longer and random, or remove it from known_secrets',
  'no-known-values': 'run where the values are, or drop --known-required (in a packet: required under known_secrets)',
  'no-key': 'set the variable that holds the key, or drop --known-required (in a packet: required under known_secrets)',
};

/** A choice, what is refused, an interruption, a bug and what was declared are no state of the evidence: no packet accepts them. */
export const NEVER_ACCEPTED: ReadonlySet<string> = new Set<SkipReason>([
  'excluded',
  'gitignored',
  'git-directory',
  'refused',
  'interrupted',
  'internal-error',
  'weak-value',
  'no-known-values',
  'no-key',
]);
/** What to do about parts of one reason. */
export function remedyOf(reason: SkipReason): string {
  return REASON_REMEDIES[reason];
}

/** How sure a finding is, in words. */
export const CONFIDENCE_WORDS: Readonly<Record<Confidence, string>> = {
  'known-value': 'a known value',
  'checksum-valid': 'checksum valid',
  'provider-shape': "provider's format",
  context: 'identified by context',
  entropy: 'looks random',
  'checksum-invalid': 'checksum invalid',
};

/** What lets a match pass, in words; other reasons are told by their own name. */
export const PASS_WORDS: Readonly<Partial<Record<string, string>>> = {
  unlisted: 'no packet entry forbids its class, confidence (invalid checksum) or surface',
  redaction: 'a redaction mark',
  reference: 'a reference, not a value',
  finding: 'allowed by the packet',
  canary: 'a canary of the packet',
  inline: 'an allow comment in the text',
  baseline: 'listed in the baseline',
  'already-committed': 'already in the committed version',
  'test-sample': "a plain-word password in a test's URL or settings",
  packet: 'the packet names its own targets',
  translation: 'text in a translation file',
  allowlist: "an allowlist in the rule's file",
};

/** One match of each class and several: the nouns of the last line. */
export const CLASS_NOUNS: Readonly<Record<RuleClass, readonly [one: string, several: string]>> = {
  secret: ['secret', 'secrets'],
  'password-hash': ['password hash', 'password hashes'],
  'public-client-key': ['public client key', 'public client keys'],
  identifier: ['identifier', 'identifiers'],
  'target-path': ['mention of a Target Repository', 'mentions of a Target Repository'],
};

/** Severity as the levels that SARIF and GitHub know. */
export const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};
