import type { Confidence, RuleClass, Severity, SkipReason } from '../types.ts';

/** Each skip reason in plain words, as they stand after "not looked at:". */
export const REASON_WORDS: Readonly<Record<SkipReason, string>> = {
  unreadable: 'could not be read',
  vanished: 'not there when it was to be read',
  changed: 'changed while it was read',
  'not-a-file': 'a device, pipe or socket',
  'symlink-outside-root': 'a link that leads out of the scanned folder',
  'symlink-loop': 'a link that leads back to itself',
  'symlink-broken': 'a link to nothing',
  excluded: 'left out by choice',
  gitignored: 'left out by .gitignore',
  'git-directory': 'a Git store',
  refused: 'part of a Target Repository, which is never opened',
  'missing-object': 'an object that the repository does not have',
  encrypted: 'encrypted',
  corrupt: 'damaged',
  truncated: 'cut off before its end',
  'unsupported-format': 'a format that cannot be opened',
  'image-pixels': 'text inside a picture',
  'pdf-text': 'text inside a PDF',
  'too-deep': 'nested deeper than the limit',
  'too-large': 'larger than the limit',
  'too-expanded': 'unpacks to more than the limit',
  interrupted: 'the scan was stopped',
  'internal-error': 'a bug in watertight',
  'weak-value': 'a declared value that was not looked for',
  'no-known-values': 'no declared value was there to look for',
  'no-key': 'fingerprints of values without their key',
};

/** What to do about parts that were not read. */
const REASON_REMEDIES: Readonly<Record<SkipReason, string>> = {
  unreadable: 'give read permission, or mend what the reason names, and scan again',
  vanished: 'take it out of the list where it is named, or scan when nothing writes there',
  changed: 'scan when nothing writes there',
  'not-a-file': 'name it with --exclude if it is no evidence',
  'symlink-outside-root': 'name its target on the command line as well',
  'symlink-loop': 'remove the link',
  'symlink-broken': 'remove the link or restore its target',
  excluded: 'drop the exclusion to scan it',
  gitignored: 'drop --respect-gitignore to scan it',
  'git-directory': 'use watertight audit for commits',
  refused: 'take it out of what is scanned',
  'missing-object': 'fetch what is missing (git fetch --unshallow, --refetch, git lfs fetch), then again',
  encrypted: 'decrypt it and scan the content',
  corrupt: 'write the artifact again',
  truncated: 'write the artifact again',
  'unsupported-format': 'unpack or convert it and scan the result',
  'image-pixels': 'look at the picture yourself',
  'pdf-text': 'extract the text and scan it',
  'too-deep': 'unpack the outer layers, or raise coverage.max_depth in the packet',
  'too-large': 'split it and scan the parts',
  'too-expanded': 'unpack it yourself, or raise coverage.max_expansion_ratio in the packet',
  interrupted: 'run the scan again to its end',
  'internal-error': 'report the bug with the place that is named, and look at the file yourself',
  'weak-value': 'make the value longer and random, or take it out of known_secrets',
  'no-known-values':
    'run where the values are, or do without --known-required (of a packet: required under known_secrets)',
  'no-key':
    'set the variable that holds the key, or do without --known-required (of a packet: required under known_secrets)',
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
  'checksum-valid': 'checksum holds',
  'provider-shape': "provider's format",
  context: 'named by its context',
  entropy: 'looks random',
  'checksum-invalid': 'checksum fails',
};

/** What lets a match pass, in words; other reasons are told by their own name. */
export const PASS_WORDS: Readonly<Partial<Record<string, string>>> = {
  unlisted: 'no entry of the packet forbids such a match: its class, confidence (a checksum that fails) or surface',
  redaction: 'a mark that redaction leaves',
  reference: 'names a value, and is none',
  finding: 'the packet allows this finding',
  canary: 'planted on purpose, as the packet says',
  inline: 'a comment in the text',
  baseline: 'the baseline has it',
  'already-committed': 'the committed version of the file has it',
  'test-sample': "a plain word as password in a test's address or settings",
  packet: 'the packet itself names its targets',
  translation: 'words in a file of translations',
  allowlist: "an allowlist of the rule's own file",
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
