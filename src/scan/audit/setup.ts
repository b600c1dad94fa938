import type { Repository } from '../../source/git/repository.ts';
import type { BlobScanner } from '../blob-scan.ts';
import type { ScanContext } from '../context.ts';
import type { RuleInfo } from '../../types.ts';

/** What the audit of one repository needs. */
export interface AuditSetup {
  readonly repository: Repository;
  /** Prefix of the paths of its files and objects if there are several repositories. */
  readonly prefix: string;
  /** Arguments of `git rev-list`. If absent: every object. */
  readonly range?: readonly string[] | undefined;
  /** Parts that are read in full in addition to the range. */
  readonly beside: readonly string[];
  /** Whether to include objects that no ref, reflog or index leads to; with a range: no ref. */
  readonly unreachable: boolean;
  /** Digest of everything that determines what is found. If absent, nothing is stored. */
  readonly cacheKey?: string | undefined;
  /** Digest of everything else that determines what a report says. If absent, findings are not stored. */
  readonly reportKey?: string | undefined;
  readonly context: ScanContext;
  readonly ruleOf: (id: string) => RuleInfo | undefined;
  readonly scanner: BlobScanner;
  /** Stops the reading between two objects; what was found so far is still scanned. */
  readonly signal?: AbortSignal | undefined;
}

/** Objects above this size, in bytes, are read in pieces by a separate git process. */
export const LARGE: number = 16 * 1024 * 1024;

/** Records a part of a repository that was not read. */
export function skipPart(
  { scanner, prefix }: AuditSetup,
  path: string,
  reason: 'missing-object' | 'corrupt' | 'interrupted' | 'too-large' | 'symlink-outside-root',
  detail: string,
): void {
  scanner.skip({ path: `${prefix}${path}`, view: [], reason, detail }, 'commit');
}
