/** The closed vocabularies that packets, rules and reports share. */

/** The eight places where evidence of a run may appear, in the order reports list them. */
export const EVIDENCE_SURFACES = [
  'sot',
  'task_file',
  'argv',
  'report',
  'trace',
  'backend_log',
  'generated_config',
  'commit',
] as const;

/** The eight evidence surfaces and `other`: source code and anything else that is not evidence. */
export const SURFACES: readonly Surface[] = [...EVIDENCE_SURFACES, 'other'];

/** One of the eight places where evidence may appear. */
export type EvidenceSurface = (typeof EVIDENCE_SURFACES)[number];

/** Where a file belongs: an evidence surface, or `other`. */
export type Surface = EvidenceSurface | 'other';

/** The view step of a value in the name of a file, folder or member. */
export const NAME_STEP = 'path';
/** The view step of a value in the target of a link. */
export const TARGET_STEP = 'link';

/** The classes that a packet may name. */
export const RULE_CLASSES = ['secret', 'password-hash', 'public-client-key', 'identifier', 'target-path'] as const;

/** What a rule's match is: only a `secret` gives access to whoever finds it. */
export type RuleClass = (typeof RULE_CLASSES)[number];

/** From most to least severe. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** The impact if the match is real. */
export type Severity = (typeof SEVERITIES)[number];

/** From most to least certain. `checksum-invalid`: the shape fits, but its published checksum does not. */
export const CONFIDENCES = [
  'known-value',
  'checksum-valid',
  'provider-shape',
  'context',
  'entropy',
  'checksum-invalid',
] as const;

/** How certain it is that the match is what its rule says. */
export type Confidence = (typeof CONFIDENCES)[number];

/** Why something in scope was not (fully) scanned. Every reason makes a run incomplete unless the packet accepts it. */
export const SKIP_REASONS = [
  'unreadable',
  'vanished',
  'changed',
  'not-a-file',
  'symlink-outside-root',
  'symlink-loop',
  'symlink-broken',
  'excluded',
  'gitignored',
  'git-directory',
  'refused',
  'missing-object',
  'encrypted',
  'corrupt',
  'truncated',
  'unsupported-format',
  'image-pixels',
  'pdf-text',
  'too-deep',
  'too-large',
  'too-expanded',
  'interrupted',
  'internal-error',
  'weak-value',
  'no-known-values',
  'no-key',
] as const;

/** One of the reasons of `SKIP_REASONS`. */
export type SkipReason = (typeof SKIP_REASONS)[number];

/** Takes the place of the path for declared values in the ledger's account of what was not searched for. */
export const KNOWN_VALUES = '<known values>';
