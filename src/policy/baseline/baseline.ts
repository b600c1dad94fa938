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

/**
 * What a report says of entries that covered nothing, and of those among them that cannot: their fingerprints were made with
 * another key than this run has, or with none.
 */
export function staleNotes(baseline: Baseline | undefined, keyed: boolean): string[] {
  const stale = baseline?.stale() ?? [];
  if (stale.length === 0) return [];
  const other = foreign(stale, keyed);
  const head = `${stale.length} of ${baseline?.size} entries of the baseline matched nothing in this run`;
  return [other === 0 ? head : `${head}; ${other} of them ${other === 1 ? 'is' : 'are'} ${otherKey(keyed)}`];
}

/** The same of entries alone that no run with this key can match, for a run that looks at few files. */
export function foreignNotes(baseline: Baseline | undefined, keyed: boolean): string[] {
  const other = foreign(baseline?.stale() ?? [], keyed);
  if (other === 0) return [];
  return [`${other} of ${baseline?.size} entries of the baseline ${other === 1 ? 'is' : 'are'} ${otherKey(keyed)}`];
}

/** How many are known by a fingerprint of another key than this run's. */
function foreign(entries: readonly BaselineEntry[], keyed: boolean): number {
  return entries.filter(({ fingerprint }) => fingerprint !== undefined && fingerprint.startsWith('k1:') !== keyed)
    .length;
}

function otherKey(keyed: boolean): string {
  return keyed
    ? "from before the project's key: create the baseline again"
    : 'of a project key, which is not here (WATERTIGHT_KEY or .watertight/key)';
}
