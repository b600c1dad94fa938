/** What a whole run gives. */
import type { RuleInfo, Skip } from './evidence.ts';
import type { Allowed, Finding } from './finding.ts';
import type { EvidenceSurface, Surface } from './vocabulary.ts';

/** One ledger line: a file or a member of one, and what became of it. */
export interface LedgerEntry {
  readonly path: string;
  readonly view: readonly string[];
  readonly surface: Surface | null;
  /** Lower hex; null where the bytes were not read to their end. */
  readonly sha256: string | null;
  readonly bytes: number;
  /** Git's id of the object, by which its content is known: of an audit alone. */
  readonly object?: string;
  /** Kinds of views made of it, each with its count. */
  readonly views: Readonly<Record<string, number>>;
  readonly status: 'scanned' | 'partial' | 'skipped' | 'excluded';
  /** Of what was skipped: whether the packet lets it stay unread. */
  readonly accepted?: boolean;
  readonly reason: string | null;
  readonly findings: number;
}

/** The counts of one surface. */
export interface SurfaceSummary {
  readonly files: number;
  readonly bytes: number;
  readonly views: number;
  readonly findings: number;
  readonly skipped: number;
}

/** What an audit read of its repositories. */
export interface AuditSummary {
  readonly repositories: number;
  /** Objects in scope. */
  readonly blobs: number;
  readonly commits: number;
  readonly tags: number;
  readonly trees: number;
  /** Bytes of the blobs, unpacked. */
  readonly blobBytes: number;
  /** Objects that were read now, and those that an earlier audit with the same rules and packet had read. */
  readonly read: number;
  readonly known: number;
  /** Objects that are named and not there, or damaged. */
  readonly missing: number;
  /** Objects that an interrupted audit left to the next one. */
  readonly left: number;
  /** Whether more may be missing than was counted: the history of a shallow clone ends early, or could not be walked to its end. */
  readonly openEnded: boolean;
}

/** What became of the values that were declared secrets. */
export interface KnownSummary {
  readonly values: number;
  readonly notChecked: number;
}

/** The counts of a whole run and what follows from them. */
export interface Summary {
  /** Blobs looked at: files and container members. */
  readonly files: number;
  readonly bytes: number;
  readonly views: number;
  readonly findings: number;
  /** Not looked at and not accepted by the packet. */
  readonly skipped: number;
  /** Unread parts whose reason the packet accepts, by reason. */
  readonly accepted: Readonly<Record<string, number>>;
  /** Left out by `--exclude`, the packet or `--respect-gitignore`. */
  readonly excluded: number;
  readonly bySurface: Readonly<Partial<Record<Surface, SurfaceSummary>>>;
  readonly allowed: Readonly<Record<string, number>>;
  /**
   * False when anything in scope was not looked at and the packet does not accept the reason, a required surface is missing, or
   * files were asked for and none was in scope.
   */
  readonly complete: boolean;
  /** Required surfaces to which no file belonged, where the run covered all that the packet speaks of. */
  readonly missing: readonly EvidenceSurface[];
  /** Declared values: how many were looked for, and how many were not. Absent where none were declared. */
  readonly known?: KnownSummary;
  /** What the packet asks for and this run did not look at, in plain words (a narrower run, unevaluated sections). */
  readonly notes: readonly string[];
  /** Of an audit alone. */
  readonly audit?: AuditSummary;
  /** False under `--report-only`: the exit code was not allowed to fail. */
  readonly enforced: boolean;
  readonly exitCode: 0 | 1 | 3;
}

/** Which watertight, which rules and which packet said so. */
export interface ToolInfo {
  readonly name: 'watertight';
  readonly version: string;
  /** `sha256:` + hex over the compiled rules. */
  readonly rulesDigest: string;
  /** `sha256:` + hex over the resolved packet. */
  readonly packetDigest: string;
  /** Where the packet came from: a path, or `built-in`. */
  readonly packet: string;
}

/** A whole run, as every report shows it. Holds no secret value. */
export interface ScanResult {
  readonly tool: ToolInfo;
  readonly findings: readonly Finding[];
  readonly allowed: readonly Allowed[];
  /** Skips that make the run incomplete, then those that the packet accepts. */
  readonly skipped: readonly (Skip & { readonly accepted: boolean })[];
  readonly ledger: readonly LedgerEntry[];
  /** The rules that the findings name. */
  readonly rules: readonly RuleInfo[];
  readonly summary: Summary;
}
