/** What turns a result into a text, and what it is told of the run. */
import type { ScanResult } from './result.ts';

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
  /** Notes of the result that a hook tells too; it is silent about all others. */
  readonly cautions?: readonly string[];
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
  /** Parts that are read whole beside the range. */
  readonly beside: readonly string[];
}

/** What Git is about to do when its hook asks. `files`: a hook manager names files, of which the commit may change none. */
export type Occasion = 'commit' | 'files' | 'message' | 'push';
