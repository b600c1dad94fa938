import type { AnsweredFor } from '../policy/packet.ts';
import type { Secret } from '../secret.ts';
import type { ScanResult } from '../types.ts';
import type { ScanContext } from './context.ts';
import { NameCleaner, namesOf, withCleanNames } from './result-names.ts';
import { showsValue } from './shown-values.ts';
import type { WorkerPool } from './threads/pool.ts';

/** A result, and what its outputs are checked by before they are written. */
export interface ScanOutcome {
  readonly result: ScanResult;
  /** The values that this thread has matched: no output may hold one. */
  readonly secrets: readonly Secret[];
  /** The value of each finding, by its number, as far as this thread made them; absent for a report that was kept. */
  readonly told?: readonly Secret[];
  /** Whether a text shows a value by its own prefix, as a rule knows it. */
  readonly showsValue: (text: string) => boolean;
  /** Makes any text that names evidence safe to show: values that rules or this run find in it are replaced. */
  readonly safeName: (name: string) => Promise<string>;
  /** Positions in the lists of the packet's `allow` of the entries that covered something; complete where one thread did all. */
  readonly used: Readonly<Record<AnsweredFor, readonly number[]>>;
  /** The values that other threads have matched; they stay there. Absent where this thread did all. */
  readonly others?: OtherThreads;
}

/** Threads of a run that is over. They do not keep the process alive, and end with `close()`. */
export interface OtherThreads {
  /** Whether a text holds a value that one of them has matched, other than as a word of `vocabulary`. */
  holds(text: string, vocabulary: readonly string[]): Promise<boolean>;
  close(): Promise<void>;
}

/** A result without any found value in its names, and what its outputs are checked by. */
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
