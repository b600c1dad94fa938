/** The result of a whole run. */
import type { RuleInfo, Skip } from './evidence.ts';
import type { Allowed, Finding } from './finding.ts';
import type { EvidenceSurface, Surface } from './vocabulary.ts';

/** One ledger line: a file or a member of one, and its outcome. */
export interface LedgerEntry {
  readonly path: string;
  readonly view: readonly string[];
  readonly surface: Surface | null;
  /** Lower-case hex; null if the bytes were not read to their end. */
  readonly sha256: string | null;
  readonly bytes: number;
  /** The git object id, which identifies the content; only in audits. */
  readonly object?: string;
  /** Number of views created, by kind. */
  readonly views: Readonly<Record<string, number>>;
  readonly status: 'scanned' | 'partial' | 'skipped' | 'excluded';
  /** For skipped entries: whether the packet accepts that. */
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

/** What an audit read in its repositories. */
export interface AuditSummary {
  readonly repositories: number;
  /** Objects in scope. */
  readonly blobs: number;
  readonly commits: number;
  readonly tags: number;
  readonly trees: number;
  /** Bytes of the blobs, unpacked. */
  readonly blobBytes: number;
  /** Objects read in this run, and those already read by an earlier audit with the same rules and packet. */
  readonly read: number;
  readonly known: number;
  /** Objects that are referenced but absent, or damaged. */
  readonly missing: number;
  /** Objects that an interrupted audit left to the next one. */
  readonly left: number;
  /** Whether more objects may be missing than counted: the history of a shallow clone ends early, or could not be walked to its end. */
  readonly openEnded: boolean;
}

/** The outcome for declared values. */
export interface KnownSummary {
  readonly values: number;
  readonly notChecked: number;
}

/** The counts of a whole run and the conclusion. */
export interface Summary {
  /** Blobs scanned: files and container members. */
  readonly files: number;
  readonly bytes: number;
  readonly views: number;
  readonly findings: number;
  /** Not scanned, and not accepted by the packet. */
  readonly skipped: number;
  /** Unread parts whose reason the packet accepts, by reason. */
  readonly accepted: Readonly<Record<string, number>>;
  /** Excluded by `--exclude`, the packet or `--respect-gitignore`. */
  readonly excluded: number;
  readonly bySurface: Readonly<Partial<Record<Surface, SurfaceSummary>>>;
  readonly allowed: Readonly<Record<string, number>>;
  /**
   * False if anything in scope was not scanned for a reason that the packet does not accept, a required surface is missing, or files were
   * requested and none was in scope.
   */
  readonly complete: boolean;
  /** Required surfaces without any file, if the run covered everything that the packet describes. */
  readonly missing: readonly EvidenceSurface[];
  /** Declared values: how many were searched for, and how many were not. Absent if none were declared. */
  readonly known?: KnownSummary;
  /** In words, what the packet requires but this run did not check (a narrower run, unevaluated sections). */
  readonly notes: readonly string[];
  /** Only in audits. */
  readonly audit?: AuditSummary;
  /** False under `--report-only`: the exit code does not report failure. */
  readonly enforced: boolean;
  readonly exitCode: 0 | 1 | 3;
}

/** Version of watertight, rules and packet. */
export interface ToolInfo {
  readonly name: 'watertight';
  readonly version: string;
  /** `sha256:` and the hex digest of the compiled rules. */
  readonly rulesDigest: string;
  /** `sha256:` and the hex digest of the resolved packet. */
  readonly packetDigest: string;
  /** Where the packet came from: a path, or `built-in`. */
  readonly packet: string;
}

/** A whole run, as every report shows it. Contains no secret value. */
export interface ScanResult {
  readonly tool: ToolInfo;
  readonly findings: readonly Finding[];
  readonly allowed: readonly Allowed[];
  /** Skips that make the run incomplete, then those accepted by the packet. */
  readonly skipped: readonly (Skip & { readonly accepted: boolean })[];
  readonly ledger: readonly LedgerEntry[];
  /** The rules of the findings. */
  readonly rules: readonly RuleInfo[];
  readonly summary: Summary;
}
