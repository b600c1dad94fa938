/** What sources give to be looked at, and what rules find in it. */
import type { Secret } from '../secret.ts';
import type { Confidence, RuleClass, Severity, SkipReason, Surface } from './vocabulary.ts';

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

/** Something in scope that was not looked at, or not to its end. */
export interface Skip {
  /** The file as named on the command line, `/` as separator; `<stdin>` for standard input. */
  readonly path: string;
  /** Container and decoding steps down to the part that was not read; empty for the file itself. */
  readonly view: readonly string[];
  readonly reason: SkipReason;
  /** Plain words for people: what, and at which byte or member. Never evidence text. */
  readonly detail: string;
  /** Id of the object of a repository's history that holds the part. */
  readonly object?: string | undefined;
  /** Ids of others that were not read for the same reason at the same path: versions of a file. */
  readonly otherObjects?: readonly string[];
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
  /** Whether nothing but the decoding of a text says what it is: what looks like digits may have been none. */
  readonly guessed?: boolean;
  /** The bytes themselves, where they are in memory already. */
  readonly bytes?: Uint8Array;
  /** Where its bytes stand as they are among those of its container: in one place, or in several that are known when it was read. */
  readonly within?: Span | readonly Span[];
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

/** A name in scope behind which there is nothing to read: that of a folder, or of a link. */
export interface BareName {
  /** As for blobs. */
  readonly path: string;
  readonly view: readonly string[];
  /** What a link says that it leads to. */
  readonly target?: string;
}

/**
 * What a source gives: a blob to look at, the reason why there is none, or a name alone. `inScope: false` = excluded by choice.
 * `before`: versions of the blob that are committed already; a value that one of them holds is not new.
 */
export type SourceEvent =
  | { readonly kind: 'blob'; readonly blob: Blob; readonly before?: readonly Blob[] }
  | { readonly kind: 'name'; readonly name: BareName }
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
