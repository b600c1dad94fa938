/**
 * Types that every stage shares. A stage imports these and nothing of its siblings; `scan.ts` alone knows the order.
 */
import type { Secret } from './secret.ts';

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
/** The eight evidence surfaces and `other`: source code and whatever else is no evidence. */
export const SURFACES: readonly Surface[] = [...EVIDENCE_SURFACES, 'other'];
/** One of the eight places where evidence may appear. */
export type EvidenceSurface = (typeof EVIDENCE_SURFACES)[number];
/** Where a file belongs: an evidence surface, or `other`. */
export type Surface = EvidenceSurface | 'other';

/** The classes that a packet can name. */
export const RULE_CLASSES = ['secret', 'password-hash', 'public-client-key', 'identifier', 'target-path'] as const;
/** What a rule's match is: only `secret` lets its finder in. */
export type RuleClass = (typeof RULE_CLASSES)[number];

/** From worst to least. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
/** How bad it is if the match is real. */
export type Severity = (typeof SEVERITIES)[number];

/** From surest to least sure. `checksum-invalid`: the shape fits, its published checksum does not. */
export const CONFIDENCES = [
  'known-value',
  'checksum-valid',
  'provider-shape',
  'context',
  'entropy',
  'checksum-invalid',
] as const;
/** How sure it is that the match is what its rule says. */
export type Confidence = (typeof CONFIDENCES)[number];

/** A value that somebody declared a secret, under the name by which it is known: a variable, a file, a key. */
export interface NamedValue {
  readonly name: string;
  readonly secret: Secret;
  /** Other ways to read the same text, where formats differ. */
  readonly readings?: readonly Secret[];
}

/** Half-open range of byte offsets, `start` inclusive and `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Why something in scope was not (fully) looked at. Every reason makes a run incomplete unless the packet accepts it. */
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

/** Something in scope that was not looked at, or not to its end. */
export interface Skip {
  /** The file as named on the command line, `/` as separator; `<stdin>` for standard input. */
  readonly path: string;
  /** Container and decoding steps down to the part that was not read; empty for the file itself. */
  readonly view: readonly string[];
  readonly reason: SkipReason;
  /** Plain words for people: what, and at which byte or member. Never evidence text. */
  readonly detail: string;
}

/** Sequential bytes of one blob. `read` fills `into` from its start and gives the count, 0 at the end. */
export interface ByteReader {
  /** Synchronous for files, a promise for streams. Throws `ScanError` with a skip reason as its code. */
  read(into: Uint8Array): number | Promise<number>;
  /**
   * Called once after the last read; says what was lost on the way (a file that changed, a stream that was cut).
   * Never throws.
   */
  close(): Omit<Skip, 'path' | 'view'> | undefined;
}

/** Which text of a repository's history a blob is; the names of parts are those of `PARTS`. */
export interface Origin {
  /** Id of the object that holds it; undefined for refs and files of the repository's own folder. */
  readonly object?: string;
  readonly part: string;
}

/** Bytes not yet read. A path that policy refuses is never opened. */
export interface Blob {
  /** The file as named on the command line, `/` as separator. */
  readonly path: string;
  /** Container steps, `kind:place`, e.g. `zip:trace.network`; empty for a file itself. */
  readonly view: readonly string[];
  /** Bytes, where known before reading. */
  readonly size: number | undefined;
  /** Where the blob belongs whatever its name and content say: a commit's message is no file. */
  readonly surface?: Surface;
  /** The commit that brings it in, where a push is looked at. */
  readonly commit?: string;
  /** For what an audit reads. */
  readonly origin?: Origin;
  /** A regular file's real path, for containers that need random access. */
  readonly file?: string;
  /** What another thread needs to open the same file; absent where this thread alone can open the blob. */
  readonly portable?: PortableFile;
  /** The bytes themselves, where they are in memory already. */
  readonly bytes?: Uint8Array;
  /** Opens the blob. Throws `ScanError` whose code is the skip reason. */
  open(): ByteReader;
}

/** A file that any thread can open, as plain data. */
export interface PortableFile {
  /** Real path, one character for each byte of its name. */
  readonly real: string;
  /** Bytes; 0 for unknown. */
  readonly size: number;
}

/**
 * What a source gives: a blob to look at, or the reason why there is none. `inScope: false` = excluded by choice. `before`:
 * versions of the blob that are committed already; a value that one of them holds is not new.
 */
export type SourceEvent =
  | { readonly kind: 'blob'; readonly blob: Blob; readonly before?: readonly Blob[] }
  | { readonly kind: 'skip'; readonly skip: Skip; readonly inScope: boolean };

/** A value that a rule matched, before policy has judged it. Offsets are bytes of the text that was scanned. */
export interface Candidate {
  readonly rule: RuleInfo;
  readonly secret: Secret;
  /** The secret's bytes in the blob's own text (after charset decoding), mapped back through every decoding view. */
  readonly span: Span;
  readonly confidence: Confidence;
  /** Decoding steps inside the blob, `kind` or `kind:place`, outermost first: `['base64', 'json']`. */
  readonly view: readonly string[];
}

/** The part of a rule that reports and policy need. */
export interface RuleInfo {
  readonly id: string;
  readonly name: string;
  readonly class: RuleClass;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** First address of the rule's references. */
  readonly reference?: string;
}

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
  /** Object that holds the text, and which part of it: of an audit alone. */
  readonly object?: string;
  readonly part?: string;
  /** The commit that brought it in, where one is known. */
  readonly commit?: string;
}

/** Where a value stands in a repository's history, and since when. Names are safe to show. */
export interface Place {
  readonly location: Location;
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
  /** Objects that hold the value at this path and part: versions of a file. */
  readonly objects: number;
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
  /** False when anything in scope was not looked at and the packet does not accept the reason, or a required surface is missing. */
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

/** Turns a result into the text of one format. Pure; the caller writes it. */
export type Reporter = (result: ScanResult, options: ReportOptions) => string;

/** What a report needs beside the result. */
export interface ReportOptions {
  /** ANSI colours. @default false */
  readonly colour?: boolean;
  /** ISO 8601 start time of the run, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** The command line's paths, for headings. */
  readonly targets: readonly string[];
  /** What is about to happen, where a hook asks: decides what to do about a finding. */
  readonly occasion?: Occasion;
  /** What the ledger's header says of the run. */
  readonly run?: RunFacts;
}

/** How a run was made, for those who must be shown it. Holds names and digests alone. */
export interface RunFacts {
  readonly command: 'scan' | 'audit';
  /** Names of the environment variables that the run looked at and that were set; never their values. */
  readonly environment: readonly string[];
  /** The commit that was checked out, and whether files that git tracks were as in it; undefined without a repository. */
  readonly git?: { readonly head: string; readonly clean: boolean };
  /** What of the repositories an audit looked at. */
  readonly commits?: CommitScope;
  /** The baseline that was named, with `sha256:` and hex over its file. */
  readonly baseline?: { readonly path: string; readonly digest: string };
}

/** What of a repository is audited, and what decided so. */
export interface CommitScope {
  /** Commits as `git rev-list` takes them; null for all. */
  readonly range: string | null;
  readonly since: string | null;
  readonly rangeBy: 'flag' | 'packet' | 'default';
  /** Whether objects count that no ref, reflog or index leads to. */
  readonly unreachable: boolean;
  readonly unreachableBy: 'flag' | 'packet' | 'default';
  /** Parts in which what is found is let pass. */
  readonly leftOut: readonly string[];
  readonly partsBy: 'packet' | 'default';
}

/** What Git is about to do when its hook asks. */
export type Occasion = 'commit' | 'message' | 'push';
