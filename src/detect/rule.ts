import type { Confidence, RuleClass, RuleInfo, Severity, Surface } from '../types.ts';

/** A rule as it stands in a YAML file, before it was checked. `docs/writing-rules.md` explains each field. */
export interface RuleSyntax {
  readonly id: string;
  readonly name: string;
  readonly class: RuleClass;
  readonly severity: Severity;
  readonly confidence: Exclude<Confidence, 'known-value' | 'checksum-valid' | 'checksum-invalid'>;
  /** Literal texts (matched without regard to case), one of which is part of every match at a bounded offset. */
  readonly keywords?: readonly string[];
  /** Bounded regular expression over bytes as latin1 characters; group `secret` is the value, or the whole match. */
  readonly pattern?: string;
  /** `i` or nothing. */
  readonly flags?: '' | 'i';
  /** Instead of `keywords` + `pattern`: words of which one stands left of the value, and the value's own pattern. */
  readonly context?: readonly string[];
  readonly value?: string;
  /**
   * `assignment`: an operator stands between word and value; `near`: within 60 characters of the same line; `labelled`:
   * within 40, behind a whole name, the validator looks for a label; `adjacent`: labels and marks alone. @default assignment
   */
  readonly bridge?: 'assignment' | 'near' | 'labelled' | 'adjacent';
  /** Instead of a pattern: a matcher in code, by name. */
  readonly matcher?: string;
  /** Named check of the matched value. */
  readonly validator?: string;
  /** Least Shannon entropy of the secret, in bits per character. */
  readonly entropy?: number;
  /** Surfaces of the texts that it is for. @default all */
  readonly surfaces?: readonly Surface[];
  /** What belongs to the credential: named groups of the pattern, and ids of rules whose match stands near. */
  readonly parts?: readonly string[];
  /** Published dummy values, each as parts to be joined. */
  readonly dummies?: readonly (readonly string[])[];
  readonly examples: readonly (readonly string[])[];
  readonly non_examples?: readonly (readonly string[])[];
  readonly references?: readonly string[];
}

/** Where some of a rule's keywords may stand in its matches, and what stands around them there. */
export interface KeywordPlace {
  /** Indices into the rule's keywords. */
  readonly keywords: readonly number[];
  /** Where they may begin, counted in characters from the start of a match. */
  readonly offset: { readonly min: number; readonly max: number };
  /** Bytes that may stand in front of them, as pairs of first and last character; any may where this is left out. */
  readonly before?: string;
  /** Ways to go on behind them, each as the sets of its first bytes; anything follows where there is none. */
  readonly following: readonly (readonly string[])[];
  /** Bytes that a match may begin with, as `before`: where it may begin at many places. */
  readonly begins?: string;
  /** Behind them stand bytes of `over`, or none, and then one of `to`. */
  readonly leadsTo?: { readonly over: string; readonly to: string };
}

/** A rule after compilation: everything that the engine needs, as plain data. */
export interface CompiledRule extends RuleInfo {
  /** Lower case. */
  readonly keywords: readonly string[];
  /** Absent for a rule with a matcher in code. */
  readonly pattern?: string;
  readonly flags: string;
  /** JSON of a list of `KeywordPlace`: every match holds a keyword in its place. It is read for the rules that are met. */
  readonly places: string;
  /** Longest match in characters. */
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
  /** Length of the public literal prefix of the secret, for masks. */
  readonly prefixLength: number;
}

/** Of a rule that the engine runs no pattern of. */
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

/** A rule of a gitleaks configuration as it is run; the fields are those of https://github.com/gitleaks/gitleaks#configuration. */
export interface GitleaksRule {
  /** Its id in the file; the rule's own may differ where a rule of watertight has that name. */
  readonly id: string;
  /** In the syntax of RE2. */
  readonly regex: string;
  /** 0: the first group that is not empty, or the match. */
  readonly secretGroup: number;
  /** Files that it is for: a pattern of their names. */
  readonly path?: string;
  /** Those of the rule, then those of the file. */
  readonly allowlists: readonly GitleaksAllowlist[];
  /** Rules of the same file that must match as well, by their ids in the file. */
  readonly required: readonly GitleaksRequired[];
  /** Only there to be required. */
  readonly skipReport: boolean;
  /** Name of the file, to tell its rules from those of another. */
  readonly origin: string;
}

/** What a gitleaks rule lets pass. */
export interface GitleaksAllowlist {
  /** All that it names must hold; else one of it. */
  readonly all: boolean;
  /** Lower case. */
  readonly commits: readonly string[];
  readonly paths: readonly string[];
  readonly regexes: readonly string[];
  readonly regexTarget: 'secret' | 'match' | 'line';
  /** Lower case. */
  readonly stopwords: readonly string[];
}

/** A rule that must match near another one. */
export interface GitleaksRequired {
  readonly id: string;
  readonly withinLines?: number;
  readonly withinColumns?: number;
}

/** What a validator sees: `secret` is the value, `groups` the pattern's named groups, `text` the whole match. */
export interface ValidatorInput {
  readonly secret: string;
  readonly groups: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/**
 * `valid`: a checksum or structure that chance does not give holds (confidence becomes `checksum-valid`);
 * `invalid`: the published checksum fails (`checksum-invalid`); `unknown`: nothing to check, the rule's confidence stays;
 * `reject`: this is no secret at all (placeholder, public key, empty body).
 */
export type Check = 'valid' | 'invalid' | 'unknown' | 'reject';

/** A named check that rules refer to. */
export interface Validator {
  check(input: ValidatorInput): Check;
  /** Judges counted-up runs (`abcdef123456…`) itself, so that they are not taken for placeholders before. */
  readonly knowsRuns?: boolean;
  /** What it checks is what people type: any sign may be part of it, also those at which a pattern ends. */
  readonly isTyped?: boolean;
  /** The checksum that completes `soFar` (the example's text up to `{check}`); for examples and fixtures alone. */
  complete?(soFar: string): string;
}
