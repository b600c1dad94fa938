import type { VerdictInput } from '../evaluate.ts';
import type { Surface } from '../../types.ts';

/** A finding that a baseline is asked about. Known values are never asked about. */
export type BaselineQuery = Pick<VerdictInput, 'rule' | 'secret' | 'surface' | 'place'>;

/** An entry as people are shown it. Holds no value. */
export interface BaselineEntry {
  readonly path: string;
  readonly surface?: Surface;
  readonly ruleId?: string;
  readonly fingerprint?: string;
}

/** Findings that were there when the baseline was made. Each file format is one implementation. */
export interface Baseline {
  /** Entries that it has. */
  readonly size: number;
  /** Whether it has this finding, which then counts as seen. */
  covers(finding: BaselineQuery): boolean;
  /** Entries that covered nothing so far, in the order of the file. */
  stale(): readonly BaselineEntry[];
}

/** What a report says of entries that covered nothing. */
export function staleNotes(baseline: Baseline | undefined): string[] {
  const stale = baseline?.stale().length ?? 0;
  return stale === 0 ? [] : [`${stale} of ${baseline?.size} entries of the baseline matched nothing in this run`];
}
