import type { Governed } from './governed.ts';
import type { Confidence, EvidenceSurface, RuleClass, Severity, SkipReason, Surface } from '../types.ts';

/** A value of a parsed YAML or JSON document. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
/** A mapping of a parsed document, as its author wrote it. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Classes that a packet may name: those of rules, and one that only `check` looks for. */
export type PacketClass = RuleClass | 'copied-evidence';

/** Criteria of a `forbid` entry, all of which must hold. An absent criterion always holds. */
export interface Match {
  readonly classes?: readonly PacketClass[];
  /** This severity or worse. */
  readonly severity?: Severity;
  readonly confidences?: readonly Confidence[];
  /** Text globs over rule ids, one of which must match. */
  readonly rules?: readonly string[];
  /** Text globs over rule ids, none of which may match. */
  readonly notRules?: readonly string[];
}

/** One thing that the packet forbids. */
export interface Forbid {
  readonly id: string;
  readonly surfaces: readonly Surface[];
  readonly match: Match;
}

/** A match that somebody takes responsibility for. */
export interface AllowedFinding {
  /** Fingerprints, one of which must match; if absent: every match in the part of the objects. */
  readonly fingerprints?: readonly string[];
  /** Commits, tags or blobs by their full ids, and which part of them: for what no later commit can fix. */
  readonly objects?: readonly string[];
  readonly part?: string;
  readonly surface?: Surface;
  /** Glob over the path as named, relative to the packet's folder. */
  readonly path?: string;
  /** Last day on which it counts, `YYYY-MM-DD`, UTC. */
  readonly expires?: string;
  /** Who is responsible for it, and why. */
  readonly owner: string;
  readonly reason: string;
  /** Id of the evidence that the value was rotated. */
  readonly rotated?: string;
}

/** Planted values that somebody takes responsibility for. */
export interface AllowedCanary {
  /** Glob over the path as named, relative to the packet's folder. */
  readonly path: string;
  /** A text that is not secret: part of the value, or on both sides of it on its line. */
  readonly marker: string;
  readonly surface?: Surface;
  /** Last day on which it counts, `YYYY-MM-DD`, UTC. */
  readonly expires?: string;
  /** Who is responsible for it, and why. */
  readonly owner: string;
  readonly reason: string;
}

/** A part that may stay unread, for which somebody takes responsibility. */
export interface AllowedUnread {
  /** Glob over the path of files as named, relative to the packet's folder. */
  readonly path?: string;
  /** Objects of a repository's history, by their full ids. */
  readonly objects?: readonly string[];
  /** Reasons for which it is not read. */
  readonly kinds: readonly SkipReason[];
  /** Last day on which it counts, `YYYY-MM-DD`, UTC. */
  readonly expires: string;
  /** Who is responsible for it, and why. */
  readonly owner: string;
  readonly reason: string;
}

/** What may look like a secret but is not one. Never covers a known value. */
export interface Allow {
  /** Text globs of redaction marks; `references.ts` defines their meaning. */
  readonly redactions: readonly string[];
  /** Text globs over names of environment variables. */
  readonly envNames: readonly string[];
  /** Text globs over references into secret stores. */
  readonly secretRefs: readonly string[];
  /** Surfaces where allow comments in the scanned text count. */
  readonly inlineSurfaces: readonly Surface[];
  readonly findings: readonly AllowedFinding[];
  readonly canaries: readonly AllowedCanary[];
  /** Single parts that may stay unread; `coverage.acceptUnread` is for reasons, wherever they occur. */
  readonly unread: readonly AllowedUnread[];
}

/** Lists of `allow` with a responsible owner for each entry. */
export type AnsweredFor = 'findings' | 'canaries' | 'unread';

/** Which paths belong to a surface, by globs. */
export interface SurfaceGlobs {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Whether a run over the whole scope must find it. */
  readonly required: boolean;
}

/** Limits of a run, and what may stay unread in it. */
export interface Coverage {
  readonly acceptUnread: readonly SkipReason[];
  /** Maximum depth of nested containers and decodings. */
  readonly maxDepth: number;
  /** Maximum number of decoded bytes for each byte of input. */
  readonly maxExpansionRatio: number;
}

/** Target repositories: never opened. */
export interface Targets {
  readonly roots: readonly string[];
  /** Names of environment variables, or of `vars` entries that hold such a name. */
  readonly rootsEnv: readonly string[];
}

/** A packet after all checks, with every default filled in. Plain data: it can go through JSON and back. */
export interface Packet {
  readonly metadata: JsonObject;
  readonly vars: Readonly<Record<string, string>>;
  readonly surfaces: Readonly<Partial<Record<EvidenceSurface, SurfaceGlobs>>>;
  /** Path globs that are out of scope. */
  readonly exclude: readonly string[];
  /** File with earlier findings, relative to the packet's folder. Absent: none. */
  readonly baseline?: string;
  readonly forbid: readonly Forbid[];
  readonly allow: Allow;
  readonly coverage: Coverage;
  readonly targets: Targets;
  /** Dotted names of what the packet asks for but `scan` does not check, in the packet's own words. */
  readonly notEvaluated: readonly string[];
  /** What `check` enforces. */
  readonly governed: Governed;
}
