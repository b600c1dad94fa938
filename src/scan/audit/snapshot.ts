import { createHash } from 'node:crypto';
import { namesPlaceAlone } from '../../fingerprint-text.ts';
import { OutputGuard } from '../../report/guard.ts';
import type { Secret } from '../../secret.ts';
import type { Finding } from '../../types.ts';
import type { Collector, CollectorState } from '../collector.ts';
import { mapNames, NameCleaner } from '../result-names.ts';

/** Maximum number of findings and allowed matches that are stored. */
const MOST = 5000;

/** The result of a closer look as plain data: findings are identified by fingerprint, place, mask and length. Contains no value. */
export interface Snapshot {
  /** Key of what it depends on besides the state and the objects read: see {@link snapshotKey}. */
  readonly key: string;
  readonly state: CollectorState;
  /** For each finding, a number shared by findings of the same value. */
  readonly values: readonly number[];
}

/** What a snapshot depends on. */
export interface SnapshotFacts {
  /** Digest of what determines what a report says about what was read. */
  readonly reportKey: string;
  /** Names in the repository's folder: one of them may contain a value. */
  readonly names: readonly string[];
}

/** A digest of what a snapshot depends on. */
export function snapshotKey({ reportKey, names }: SnapshotFacts): string {
  return createHash('sha256')
    .update([reportKey, ...[...names].sort()].join('\0'))
    .digest('hex');
}

/**
 * The result of a closer look, with every value that the run matched removed from its names. Undefined if a text would
 * still contain one, or a name in the folder does: the next audit then scans again.
 *
 * @param look what the closer look gathered; it is not modified
 * @param secrets all values of the run
 */
export function snapshotOf(look: Collector, secrets: readonly Secret[], facts: SnapshotFacts): Snapshot | undefined {
  const { state, values } = look.peek();
  if (state.findings.length + state.allowed.length > MOST) return undefined;
  const cleaner = new NameCleaner(secrets);
  if (facts.names.some((name) => cleaner.clean(name) !== name)) return undefined;
  const numbers = new Map<string, number>();
  const numberOf = (value: string): number => {
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  };
  const clean = mapNames(state, (name) => cleaner.clean(name));
  const snapshot = { key: snapshotKey(facts), state: clean, values: values.map((secret) => numberOf(secret.reveal())) };
  return new OutputGuard(secrets).check(JSON.stringify(snapshot)) ? undefined : snapshot;
}

/** Whether every finding has a fingerprint of its value, by which a snapshot can recognize it. */
export function areKnownByValue(findings: readonly Finding[]): boolean {
  return findings.every(({ fingerprint }) => !namesPlaceAlone(fingerprint));
}
