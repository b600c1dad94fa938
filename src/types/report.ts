/** Reporters, and what they are given about the run. */
import type { ScanResult } from './result.ts';

/** Renders a result in one format. Pure; the caller writes the text. */
export type Reporter = (result: ScanResult, options: ReportOptions) => string;

/** What a report needs in addition to the result. */
export interface ReportOptions {
  /** ANSI colours. @default false */
  readonly colour?: boolean;
  /** ISO 8601 start time of the run, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** The command line's paths, for headings. */
  readonly targets: readonly string[];
  /** What git is about to do, if a hook runs the scan; determines the advice on a finding. */
  readonly occasion?: Occasion;
  /** The notes of the result that a hook shows as well; it omits all others. */
  readonly cautions?: readonly string[];
  /** Facts about the run for the ledger's header. */
  readonly run?: RunFacts;
}

/** How a run was made, for auditors. Contains only names and digests. */
export interface RunFacts {
  readonly command: 'scan' | 'audit';
  /** Names of the set environment variables that the run consulted; never their values. */
  readonly environment: readonly string[];
  /** The checked-out commit, and whether tracked files were unmodified; undefined without a repository. */
  readonly git?: { readonly head: string; readonly clean: boolean };
  /** Which part of the repositories an audit covered. */
  readonly commits?: CommitScope;
  /** The baseline given, with `sha256:` and the hex digest of its file. */
  readonly baseline?: { readonly path: string; readonly digest: string };
}

/** Which part of a repository is audited, and what determined it. */
export interface CommitScope {
  /** Commits in the syntax of `git rev-list`; null for all. */
  readonly range: string | null;
  readonly since: string | null;
  readonly rangeBy: 'flag' | 'packet' | 'default';
  /** Whether to include objects that no ref, reflog or index leads to. */
  readonly unreachable: boolean;
  readonly unreachableBy: 'flag' | 'packet' | 'default';
  /** Parts whose findings are allowed. */
  readonly leftOut: readonly string[];
  readonly partsBy: 'packet' | 'default';
  /** Parts that are read completely, regardless of the range. */
  readonly beside: readonly string[];
}

/** What git is about to do when its hook runs. `files`: a hook manager names files, none of which the commit need change. */
export type Occasion = 'commit' | 'files' | 'message' | 'push';
