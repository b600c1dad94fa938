import type { AnsweredFor } from '../policy/packet.ts';
import type { Secret } from '../secret.ts';
import type { ScanResult } from '../types.ts';
import type { ScanContext } from './context.ts';
import { NameCleaner, namesOf, withCleanNames } from './result-names.ts';
import { showsValue } from './shown-values.ts';
import type { WorkerPool } from './threads/pool.ts';

/** A result, and what its outputs are checked against before they are written. */
export interface ScanOutcome {
  readonly result: ScanResult;
  /** The values that this thread matched: no output may contain one. */
  readonly secrets: readonly Secret[];
  /** The value of each finding, at the same index, if this thread made it. Absent for a stored report. */
  readonly told?: readonly Secret[];
  /** Whether a text contains a value recognizable by its own prefix. */
  readonly showsValue: (text: string) => boolean;
  /** Makes any text from evidence safe to show by replacing the values that rules or this run find in it. */
  readonly safeName: (name: string) => Promise<string>;
  /** Indexes of the entries in the packet's `allow` lists that covered something. Complete if one thread did all the work. */
  readonly used: Readonly<Record<AnsweredFor, readonly number[]>>;
  /** The values that other threads matched, which stay there. Absent if this thread did all the work. */
  readonly others?: OtherThreads;
}

/** Worker threads after the end of a run. They do not keep the process alive, and end on `close()`. */
export interface OtherThreads {
  /** Whether a text contains a value that one of them matched, other than as a word of `vocabulary`. */
  holds(text: string, vocabulary: readonly string[]): Promise<boolean>;
  close(): Promise<void>;
}

/** A result with found values removed from its names, and what its outputs are checked against. */
export async function outcomeOf(result: ScanResult, context: ScanContext, pool?: WorkerPool): Promise<ScanOutcome> {
  const { collector, names } = context;
  const { used } = context.policy;
  const cleaner = new NameCleaner(collector.secrets);
  const cleanAll = async (list: readonly string[]): Promise<readonly string[]> => {
    const own = list.map((name) => cleaner.clean(name));
    return pool === undefined ? own : pool.clean(own);
  };
  const all = namesOf(result);
  const cleaned = await cleanAll(all);
  const clean = new Map(all.map((name, index) => [name, cleaned[index] ?? name]));
  return {
    result: withCleanNames(result, (name) => clean.get(name) ?? name),
    secrets: collector.secrets,
    told: collector.told,
    showsValue: (text) => showsValue(text, context.detector),
    safeName: async (name) => (await cleanAll([names.of(name)]))[0] ?? '',
    used: { findings: [...used.findings], canaries: [...used.canaries], unread: [...used.unread] },
    ...(pool !== undefined && { others: pool }),
  };
}
