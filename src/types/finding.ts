/** What is reported about a value, where it is, and what was allowed. */
import type { Confidence, RuleClass, Severity, Surface } from './vocabulary.ts';

/** Where a finding is. Lines and columns count from 1, columns in Unicode code points, the end is exclusive. */
export interface Location {
  readonly path: string;
  readonly view: readonly string[];
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The part of a structured text: `argv[4]`, `env.NAME`. */
  readonly field?: string;
  /** The command-line option that has the value: `--password`. */
  readonly option?: string;
  /** The git object that contains the text; only in audits. */
  readonly object?: string;
  /** The part of a repository: in audits, and for pushed texts that are not files (`note`, `tag`, `ref`). */
  readonly part?: string;
  /** The commit that introduced it, if known. */
  readonly commit?: string;
}

/** Since when, and until when, something is in a repository's history. */
export interface Presence {
  /** Author of the commit or tag that introduced it: name and e-mail. */
  readonly author?: string;
  /** ISO 8601, UTC: when it was introduced. */
  readonly firstSeen?: string;
  /** When a commit removed it, or the date of the last commit that has it; undefined while it is in HEAD. */
  readonly lastSeen?: string;
  /** Whether it is in the files of HEAD, or in the message of a commit that HEAD builds on. */
  readonly inHead: boolean;
  /** Refs whose history contains it, at most ten. */
  readonly refs: readonly string[];
  readonly refCount: number;
}

/** Where a value is in a repository's history. Names are safe to show. */
export interface Place extends Presence {
  readonly location: Location;
  /** Number of objects with the value at this path and part: versions of a file. */
  readonly objects: number;
  /** Ids of the objects other than that of the location. Absent if there are none. */
  readonly otherObjects?: readonly string[];
}

/** `by`: the forbid entry's id, or what allowed it (`unlisted`, `redaction`, `reference`, `inline:<marker>` …). */
export type Verdict =
  { readonly kind: 'forbidden'; readonly by: string } | { readonly kind: 'allowed'; readonly by: string };

/** A part of a credential other than its secret (a user, a key id): its name and location. */
export interface FindingPart {
  /** Name of the pattern's group, or id of the rule that found it. */
  readonly name: string;
  readonly location: Location;
}

/** The name of a declared value. */
export interface KnownName {
  readonly name: string;
  /** The number of characters disclosed, and their approximate bits. Absent if the whole value is present. */
  readonly part?: { readonly characters: number; readonly bits: number };
}

/** A forbidden secret. Contains nothing of the value except a public prefix. */
export interface Finding {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly class: RuleClass;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly surface: Surface;
  readonly location: Location;
  /** `length` in Unicode code points; `mask` is at most a public prefix and `…`. */
  readonly secret: { readonly length: number; readonly mask: string };
  readonly verdict: Extract<Verdict, { kind: 'forbidden' }>;
  readonly fingerprint: string;
  /** For declared values: the name and, if only a part was found, how much is disclosed. */
  readonly known?: KnownName;
  /** In audits: all places of the value in the history. `location` is the first one. */
  readonly places?: readonly Place[];
  /** In audits without a project key: fingerprints of the other places, if none identifies the value itself. */
  readonly otherFingerprints?: readonly string[];
  /** Absent if the credential is a single value. */
  readonly parts?: readonly FindingPart[];
}

/** A match that was allowed, and by what. */
export interface Allowed {
  readonly ruleId: string;
  readonly surface: Surface;
  readonly location: Location;
  readonly by: string;
}
