import type { Confidence, RuleClass, RuleInfo, Severity, Surface } from '../types.ts';

/** A rule as written in a YAML file, before it is checked. `docs/writing-rules.md` explains each field. */
export interface RuleSyntax {
  readonly id: string;
  readonly name: string;
  readonly class: RuleClass;
  readonly severity: Severity;
  readonly confidence: Exclude<Confidence, 'known-value' | 'checksum-valid' | 'checksum-invalid'>;
  /** Literal texts (matched case-insensitively), one of which is part of every match at a bounded offset. */
  readonly keywords?: readonly string[];
  /** Bounded regular expression over bytes as latin1 characters; the group `secret`, or else the whole match, is the value. */
  readonly pattern?: string;
  /** `i` or empty. */
  readonly flags?: '' | 'i';
  /** Instead of `keywords` + `pattern`: words, one of which is to the left of the value, and the value's own pattern. */
  readonly context?: readonly string[];
  readonly value?: string;
  /**
   * `assignment`: an operator between word and value; `near`: within 60 characters of the same line; `labelled`: within 40, after a whole
   * name, and the validator looks for a label; `adjacent`: only labels and marks. @default assignment
   */
  readonly bridge?: 'assignment' | 'near' | 'labelled' | 'adjacent';
  /** Instead of a pattern: the name of a matcher implemented in code. */
  readonly matcher?: string;
  /** Named check of the matched value. */
  readonly validator?: string;
  /** Minimum Shannon entropy of the secret, in bits per character. */
  readonly entropy?: number;
  /** Surfaces to which the rule applies. @default all */
  readonly surfaces?: readonly Surface[];
  /** Parts of the credential: named groups of the pattern, and ids of rules that match nearby. */
  readonly parts?: readonly string[];
  /** Published dummy values, each as parts to be joined. */
  readonly dummies?: readonly (readonly string[])[];
  readonly examples: readonly (readonly string[])[];
  readonly non_examples?: readonly (readonly string[])[];
  readonly references?: readonly string[];
}

/** Where some of a rule's keywords may be in its matches, and the bytes around them. */
export interface KeywordPlace {
  /** Indices into the rule's keywords. */
  readonly keywords: readonly number[];
  /** Where they may begin, in characters from the start of a match. */
  readonly offset: { readonly min: number; readonly max: number };
  /** Bytes that may precede them, as pairs of first and last character; any if omitted. */
  readonly before?: string;
  /** Alternatives for what follows them, each as the sets of its first bytes; anything may follow if there are none. */
  readonly following: readonly (readonly string[])[];
  /** Bytes that a match may begin with, in the form of `before`; given if it may begin at many places. */
  readonly begins?: string;
  /** They are followed by any number of bytes of `over`, and then one of `to`. */
  readonly leadsTo?: { readonly over: string; readonly to: string };
}

/** A compiled rule: everything that the engine needs, as plain data. */
export interface CompiledRule extends RuleInfo {
  /** Lower case. */
  readonly keywords: readonly string[];
  /** Absent for a rule with a matcher implemented in code. */
  readonly pattern?: string;
  readonly flags: string;
  /** JSON of a list of `KeywordPlace`: every match has a keyword in its place. Parsed only for rules whose keywords occur. */
  readonly places: string;
  /** Longest match, in characters. */
  readonly maxLength: number;
  /** Characters that lookbehind and lookahead assertions may inspect outside the match. */
  readonly lookBehind: number;
  readonly lookAhead: number;
  readonly matcher?: string;
  readonly validator?: string;
  readonly entropy?: number;
  readonly surfaces?: readonly Surface[];
  readonly parts?: readonly string[];
  readonly dummies?: readonly string[];
  /** A rule of another tool, which the engine does not run; its keywords need not be part of a match. */
  readonly gitleaks?: GitleaksRule;
  /** Length of the secret's public literal prefix, for masks. */
  readonly prefixLength: number;
}

/** For a rule whose pattern the engine does not run. */
export const NO_PATTERN: Pick<
  CompiledRule,
  'flags' | 'places' | 'maxLength' | 'lookBehind' | 'lookAhead' | 'prefixLength'
> = {
  flags: '',
  places: '[]',
  maxLength: 0,
  lookBehind: 0,
  lookAhead: 0,
  prefixLength: 0,
};

/** A rule of a gitleaks configuration as it is run; its fields are those of https://github.com/gitleaks/gitleaks#configuration. */
export interface GitleaksRule {
  /** Its id in the file; the rule's own id differs if watertight has a rule of that name. */
  readonly id: string;
  /** In RE2 syntax. */
  readonly regex: string;
  /** 0: the first group that is not empty, or else the match. */
  readonly secretGroup: number;
  /** A pattern for the paths of the files that it applies to. */
  readonly path?: string;
  /** Those of the rule, then those of the file. */
  readonly allowlists: readonly GitleaksAllowlist[];
  /** Rules of the same file that must match as well, by their ids in the file. */
  readonly required: readonly GitleaksRequired[];
  /** Exists only to be required by other rules. */
  readonly skipReport: boolean;
  /** Name of the file, to distinguish its rules from those of others. */
  readonly origin: string;
}

/** What a gitleaks rule allows. */
export interface GitleaksAllowlist {
  /** Whether all criteria must hold, or only one. */
  readonly all: boolean;
  /** Lower case. */
  readonly commits: readonly string[];
  readonly paths: readonly string[];
  readonly regexes: readonly string[];
  readonly regexTarget: 'secret' | 'match' | 'line';
  /** Lower case. */
  readonly stopwords: readonly string[];
}

/** A rule that must match close to another one. */
export interface GitleaksRequired {
  readonly id: string;
  readonly withinLines?: number;
  readonly withinColumns?: number;
}

/** The input of a validator: `secret` is the value, `groups` the pattern's named groups, `text` the whole match. */
export interface ValidatorInput {
  readonly secret: string;
  readonly groups: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/**
 * `valid`: a checksum or structure holds that is unlikely by chance (confidence becomes `checksum-valid`); `invalid`: the published
 * checksum fails (`checksum-invalid`); `unknown`: nothing to check, the rule's confidence stays; `reject`: not a secret at all
 * (placeholder, public key, empty body).
 */
export type Check = 'valid' | 'invalid' | 'unknown' | 'reject';

/** A named check that rules refer to. */
export interface Validator {
  check(input: ValidatorInput): Check;
  /** Judges sequences (`abcdef123456…`) itself, so they are not rejected as placeholders beforehand. */
  readonly knowsRuns?: boolean;
  /** The values it checks are typed by people: any sign may be part of them, including those at which a pattern ends. */
  readonly isTyped?: boolean;
  /** The checksum that completes `soFar` (the example's text up to `{check}`); only for examples and fixtures. */
  complete?(soFar: string): string;
}
