/** What is reported of a value, where it stands, and what was let pass. */
import type { Confidence, RuleClass, Severity, Surface } from './vocabulary.ts';

/** Where a finding stands. Lines and columns count from 1, columns in Unicode code points, the end is exclusive. */
export interface Location {
  readonly path: string;
  readonly view: readonly string[];
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Which part of a structured text it is: `argv[4]`, `env.NAME`. */
  readonly field?: string;
  /** The command-line option whose value it is: `--password`. */
  readonly option?: string;
  /** Object that holds the text: of an audit alone. */
  readonly object?: string;
  /** Which part of a repository it is: in an audit, and of what is pushed where it is no file (`note`, `tag`, `ref`). */
  readonly part?: string;
  /** The commit that brought it in, where one is known. */
  readonly commit?: string;
}

/** Since when, and until when, something stands in a repository's history. */
export interface Presence {
  /** Author of the commit or tag that brought it in: name and e-mail. */
  readonly author?: string;
  /** ISO 8601, UTC: when it came in. */
  readonly firstSeen?: string;
  /** When a commit took it out, or the last commit that has it; undefined while it stands in HEAD. */
  readonly lastSeen?: string;
  /** Whether it stands in the files of HEAD, or in the message of a commit that HEAD builds on. */
  readonly inHead: boolean;
  /** Refs whose history holds it, at most ten. */
  readonly refs: readonly string[];
  readonly refCount: number;
}

/** Where a value stands in a repository's history. Names are safe to show. */
export interface Place extends Presence {
  readonly location: Location;
  /** Objects that hold the value at this path and part: versions of a file. */
  readonly objects: number;
  /** Ids of the objects beside that of the location. Absent where there is one alone. */
  readonly otherObjects?: readonly string[];
}

/** `by`: the forbid entry's id, or what let it pass (`unlisted`, `redaction`, `reference`, `inline:<marker>` …). */
export type Verdict =
  { readonly kind: 'forbidden'; readonly by: string } | { readonly kind: 'allowed'; readonly by: string };

/** What belongs to a credential beside its secret (a user, a key id): what it is called and where it stands. */
export interface FindingPart {
  /** Name of the pattern's group, or id of the rule that found it. */
  readonly name: string;
  readonly location: Location;
}

/** What a declared value is called. */
export interface KnownName {
  readonly name: string;
  /** Characters that are shown, and about how many bits they are. Absent where the whole value stands there. */
  readonly part?: { readonly characters: number; readonly bits: number };
}

/** A forbidden secret. Holds no part of the value but a public prefix. */
export interface Finding {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly class: RuleClass;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly surface: Surface;
  readonly location: Location;
  /** `length` in Unicode code points; `mask` a public prefix and `…` at most. */
  readonly secret: { readonly length: number; readonly mask: string };
  readonly verdict: Extract<Verdict, { kind: 'forbidden' }>;
  readonly fingerprint: string;
  /** Of a declared value alone: what it is called, and of a part of it how much is disclosed. */
  readonly known?: KnownName;
  /** Everywhere the value stands in the history, the first place first: of an audit alone. `location` is the first. */
  readonly places?: readonly Place[];
  /** Fingerprints of the other places, where none names the value itself: of an audit without a project key alone. */
  readonly otherFingerprints?: readonly string[];
  /** Absent where the credential is one value. */
  readonly parts?: readonly FindingPart[];
}

/** A match that was let pass, and by what. */
export interface Allowed {
  readonly ruleId: string;
  readonly surface: Surface;
  readonly location: Location;
  readonly by: string;
}
