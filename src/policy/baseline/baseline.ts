import type { VerdictInput } from '../evaluate.ts';
import type { Surface } from '../../types.ts';

/** A finding to look up in a baseline. Known values are never looked up. */
export type BaselineQuery = Pick<VerdictInput, 'rule' | 'secret' | 'surface' | 'place'>;

/** An entry as shown to people. Contains no value. */
export interface BaselineEntry {
  readonly path: string;
  readonly surface?: Surface;
  readonly ruleId?: string;
  readonly fingerprint?: string;
}

/** Findings that existed when the baseline was made. Each file format has its own implementation. */
export interface Baseline {
  /** Number of entries. */
  readonly size: number;
  /** Whether it contains this finding; its entry is then no longer stale. */
  covers(finding: BaselineQuery): boolean;
  /** Entries that have covered nothing so far, in file order. */
  stale(): readonly BaselineEntry[];
}

/**
 * Report notes on entries that covered nothing, and on those among them that cannot: their fingerprints were made with
 * another key than this run's, or with none.
 */
export function staleNotes(baseline: Baseline | undefined, keyed: boolean): string[] {
  const stale = baseline?.stale() ?? [];
  if (stale.length === 0) return [];
  const other = foreign(stale, keyed);
  const head = `${stale.length} of ${baseline?.size} entries of the baseline matched nothing in this run`;
  return [other === 0 ? head : `${head}; ${other} of them ${other === 1 ? 'is' : 'are'} ${otherKey(keyed)}`];
}

/** The same only for entries that no run with this key can match, for a run over few files. */
export function foreignNotes(baseline: Baseline | undefined, keyed: boolean): string[] {
  const other = foreign(baseline?.stale() ?? [], keyed);
  if (other === 0) return [];
  return [`${other} of ${baseline?.size} entries of the baseline ${other === 1 ? 'is' : 'are'} ${otherKey(keyed)}`];
}

/** Number of entries whose fingerprint was made with another key than this run's. */
function foreign(entries: readonly BaselineEntry[], keyed: boolean): number {
  return entries.filter(({ fingerprint }) => fingerprint !== undefined && fingerprint.startsWith('k1:') !== keyed)
    .length;
}

function otherKey(keyed: boolean): string {
  return keyed
    ? "from before the project's key: create the baseline again"
    : 'of a project key, which is not here (WATERTIGHT_KEY or .watertight/key)';
}
