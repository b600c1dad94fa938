import type { Repository } from '../../source/git/repository.ts';
import type { BlobScanner } from '../blob-scan.ts';
import type { ScanContext } from '../context.ts';
import type { RuleInfo } from '../../types.ts';

/** What one repository is audited with. */
export interface AuditSetup {
  readonly repository: Repository;
  /** Before the paths of its files and objects, where there are several repositories. */
  readonly prefix: string;
  /** Arguments of `git rev-list`; left out: every object. */
  readonly range?: readonly string[] | undefined;
  /** Parts that are read whole beside the range. */
  readonly beside: readonly string[];
  /** Whether objects count that no ref, reflog or index leads to; beside a range: no ref. */
  readonly unreachable: boolean;
  /** Digest of everything that decides what is found; left out: nothing is remembered. */
  readonly cacheKey?: string | undefined;
  /** Digest of everything else that decides what a report says; left out: findings are not remembered. */
  readonly reportKey?: string | undefined;
  readonly context: ScanContext;
  readonly ruleOf: (id: string) => RuleInfo | undefined;
  readonly scanner: BlobScanner;
  /** Ends the reading between two objects; what was found so far is still looked at. */
  readonly signal?: AbortSignal | undefined;
}

/** Objects above this size are read by a git of their own, piece by piece. */
export const LARGE: number = 16 * 1024 * 1024;

/** Notes something of a repository that was not read. */
export function skipPart(
  { scanner, prefix }: AuditSetup,
  path: string,
  reason: 'missing-object' | 'corrupt' | 'interrupted' | 'too-large' | 'symlink-outside-root',
  detail: string,
): void {
  scanner.skip({ path: `${prefix}${path}`, view: [], reason, detail }, 'commit');
}
