/** What sources provide to be scanned, and what rules find in it. */
import type { Secret } from '../secret.ts';
import type { Confidence, RuleClass, Severity, SkipReason, Surface } from './vocabulary.ts';

/** A value declared as a secret, with the name it is known by: a variable, a file, a key. */
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

/** Something in scope that was not scanned, or not to its end. */
export interface Skip {
  /** The file as named on the command line, `/` as separator; `<stdin>` for standard input. */
  readonly path: string;
  /** Container and decoding steps to the part that was not read; empty for the file itself. */
  readonly view: readonly string[];
  readonly reason: SkipReason;
  /** A description in words: what was skipped, and at which byte or member. Never evidence text. */
  readonly detail: string;
  /** Id of the git object that holds the part. */
  readonly object?: string | undefined;
  /** Ids of other objects that were skipped for the same reason at the same path: versions of a file. */
  readonly otherObjects?: readonly string[];
}

/** Sequential bytes of one blob. `read` fills `into` from its start and returns the number of bytes, 0 at the end. */
export interface ByteReader {
  /** Synchronous for files, a promise for streams. Throws `ScanError` with a skip reason as its code. */
  read(into: Uint8Array): number | Promise<number>;
  /** Called once after the last read; returns what was lost on the way (a file that changed, a stream that was cut off). Never throws. */
  close(): Omit<Skip, 'path' | 'view'> | undefined;
}

/** Which text of a repository's history a blob is; the names of parts are those in `PARTS`. */
export interface Origin {
  /** Id of the object that holds it; undefined for refs and files of the repository's folder. */
  readonly object?: string;
  readonly part: string;
}

/** Bytes not yet read. A path that policy refuses is never opened. */
export interface Blob {
  /** The file as named on the command line, `/` as separator. */
  readonly path: string;
  /** Container steps, `kind:place`, e.g. `zip:trace.network`; empty for a file itself. */
  readonly view: readonly string[];
  /** Size in bytes, if known before reading. */
  readonly size: number | undefined;
  /** Where the blob belongs regardless of name and content: a commit's message is not a file. */
  readonly surface?: Surface;
  /** The commit that introduces it, when a push is scanned. */
  readonly commit?: string;
  /** For audits. */
  readonly origin?: Origin;
  /** A regular file's real path, for containers that need random access. */
  readonly file?: string;
  /** What another thread needs to open the same file; absent if only this thread can open the blob. */
  readonly portable?: PortableFile;
  /** Whether only the decoding of a text suggests its type: what looked like digits may not have been encoded data. */
  readonly guessed?: boolean;
  /** The bytes themselves, if already in memory. */
  readonly bytes?: Uint8Array;
  /** Where its bytes occur unchanged in its container: in one span, or in several, if known when it was read. */
  readonly within?: Span | readonly Span[];
  /** Opens the blob. Throws `ScanError` whose code is the skip reason. */
  open(): ByteReader;
}

/** A file that any thread can open, as plain data. */
export interface PortableFile {
  /** Real path, one character for each byte of the name. */
  readonly real: string;
  /** In bytes; 0 if unknown. */
  readonly size: number;
}

/** A name in scope without content to read: that of a folder or a link. */
export interface BareName {
  /** As for blobs. */
  readonly path: string;
  readonly view: readonly string[];
  /** The target that a link states. */
  readonly target?: string;
}

/**
 * An event of a source: a blob to scan, the reason why there is none, or just a name. `inScope: false` = excluded by choice. `before`:
 * committed versions of the blob; a value found in one of them is not new.
 */
export type SourceEvent =
  | { readonly kind: 'blob'; readonly blob: Blob; readonly before?: readonly Blob[] }
  | { readonly kind: 'name'; readonly name: BareName }
  | { readonly kind: 'skip'; readonly skip: Skip; readonly inScope: boolean };

/** A value that a rule matched, before policy judges it. Offsets are bytes of the scanned text. */
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
  /** First URL of the rule's references. */
  readonly reference?: string;
}
