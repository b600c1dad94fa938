import type { ScanOptions } from '../plan.ts';

/** What to audit and how. */
export interface AuditOptions extends Omit<ScanOptions, 'paths' | 'files' | 'stdin' | 'exclude' | 'respectGitignore'> {
  /** Folders of repositories: a work tree or a folder in it, or a bare repository. @default `cwd` */
  readonly repositories?: readonly string[];
  /** Commits to audit, as understood by `git rev-list`: `main..HEAD`. @default every object there is */
  readonly range?: string | undefined;
  /** Only commits after this time: an ISO date, `2 weeks ago`, `yesterday` (docs/audit.md lists the forms). */
  readonly since?: string | undefined;
  /**
   * Whether to include objects that no ref, reflog or index leads to; with `range` or `since`: no ref. @default true
   * without `range` and `since`, otherwise false
   */
  readonly unreachable?: boolean;
  /** Parts in which findings are allowed, by `commit-parts`. @default none */
  readonly leftOut?: readonly string[];
  /** Which of `tag`, `note`, `ref` and `config`, which a range does not include, are read in full in addition to it. @default none */
  readonly beside?: readonly string[];
  /** Whether to store in the repository's Git folder which objects contain nothing. @default true */
  readonly remember?: boolean;
}
