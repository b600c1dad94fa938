import type { ScanOptions } from '../plan.ts';

/** What to audit and how. */
export interface AuditOptions extends Omit<ScanOptions, 'paths' | 'files' | 'stdin' | 'exclude' | 'respectGitignore'> {
  /** Folders of repositories: a work tree or a folder in it, or a bare repository. @default `cwd` */
  readonly repositories?: readonly string[];
  /** Commits to audit, as `git rev-list` understands them: `main..HEAD`. @default every object there is */
  readonly range?: string | undefined;
  /** Only commits after this moment: an ISO date, `2 weeks ago`, `yesterday` (docs/audit.md lists the forms). */
  readonly since?: string | undefined;
  /** Whether objects count that no ref, reflog or index leads to; with `range` or `since`: no ref. @default true without `range` and `since`, else false */
  readonly unreachable?: boolean;
  /** Parts in which what is found is let pass, by `commit-parts`. @default none */
  readonly leftOut?: readonly string[];
  /** Of `tag`, `note`, `ref` and `config`, which a range does not bring, those that are read whole beside it. @default none */
  readonly beside?: readonly string[];
  /** Whether to remember under the repository's folder which objects hold nothing. @default true */
  readonly remember?: boolean;
}
