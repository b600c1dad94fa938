import type { Confidence, Finding, RuleClass } from '../types.ts';

/** Findings that call for the same steps. */
export type Situation = 'secret-sure' | 'secret-likely' | 'secret-doubtful' | Exclude<RuleClass, 'secret'>;

/** The situations, those to be handled first in front. */
export const SITUATIONS: readonly Situation[] = [
  'secret-sure',
  'secret-likely',
  'secret-doubtful',
  'password-hash',
  'public-client-key',
  'identifier',
  'target-path',
];

const SURENESS: Readonly<Record<Confidence, Situation>> = {
  'known-value': 'secret-sure',
  'checksum-valid': 'secret-sure',
  'provider-shape': 'secret-sure',
  context: 'secret-likely',
  entropy: 'secret-likely',
  'checksum-invalid': 'secret-doubtful',
};

/** Which steps a finding calls for. */
export function situationOf(finding: Pick<Finding, 'class' | 'confidence'>): Situation {
  return finding.class === 'secret' ? SURENESS[finding.confidence] : finding.class;
}

/** Heading of a situation, and the steps in order. */
export interface Advice {
  readonly title: string;
  readonly steps: readonly string[];
}

const BY_NAME = 'In the evidence, write its name instead of the value: $NAME, op://vault/item, vault:path.';

/** What to do, by situation. Plain sentences, the most urgent first. */
export const ADVICE: Readonly<Record<Situation, Advice>> = {
  'secret-sure': {
    title: 'Secrets',
    steps: [
      'Rotate it at its issuer first: anyone who could read the artifact may have it. Deleting the text is not enough.',
      BY_NAME,
      'Regenerate the artifact and scan it again.',
    ],
  },
  'secret-likely': {
    title: 'Likely secrets (no published format: judge by context)',
    steps: [
      'If it grants access to anything, rotate it at its issuer first.',
      BY_NAME,
      'Regenerate the artifact and scan it again.',
    ],
  },
  'secret-doubtful': {
    title: 'Doubtful secrets (right format, wrong checksum: invented, mistyped or cut)',
    steps: [
      'Compare it with the credential in use; if it matches, rotate it.',
      'If it is invented, allow it: see below.',
    ],
  },
  'password-hash': {
    title: 'Password hashes',
    steps: ['Change the password: a hash can be cracked offline as long as the artifact exists.', 'Remove the hash.'],
  },
  'public-client-key': {
    title: 'Public client keys',
    steps: [
      'Meant to be public: restrict it at its provider (origins, app ids, quotas).',
      'Then allow it, or remove it.',
    ],
  },
  identifier: {
    title: 'Identifiers',
    steps: [
      'Grants no access alone, but names an account: make sure its secret half is not exposed.',
      'Remove it, or allow it.',
    ],
  },
  'target-path': {
    title: 'Mentions of a Target Repository',
    steps: [
      'Evidence must not name a path in a Target Repository: remove it, or use a name of your own.',
      'If content was copied from it, remove that too.',
    ],
  },
};

/** What comes after rotating for a value of a repository's history, which no later commit takes out. */
const HISTORY_STEPS: readonly string[] = [
  'Rotate it at its issuer first: clones, forks and caches keep it, even if history is rewritten here.',
  'Then record the rotation in the packet (watertight audit acknowledge).',
  'Only then, if it must go, rewrite the history (git filter-repo) and replace every clone. watertight rewrites nothing.',
];

/** The comment that lets a line of source code pass; artifacts are not excused by their own text. */
export const INLINE_COMMENT = 'pragma: allowlist secret';

/** Whether a packet or a comment can let the finding pass: never a known value. */
export function isAllowable({ confidence }: Pick<Finding, 'confidence'>): boolean {
  return confidence !== 'known-value';
}

/** Whether a finding is one of a repository's history. */
export function isHistory({ places }: Pick<Finding, 'places'>): boolean {
  return places !== undefined;
}

/** The steps for findings of one situation, some of which may be of a history. */
export function stepsOf(situation: Situation, inHistory: boolean): readonly string[] {
  return inHistory && situation !== 'secret-doubtful' ? HISTORY_STEPS : ADVICE[situation].steps;
}

/** One paragraph for a rule's help page and for readers of one finding. */
export function adviceText(finding: Pick<Finding, 'class' | 'confidence' | 'places'>): string {
  return stepsOf(situationOf(finding), isHistory(finding)).join(' ');
}
