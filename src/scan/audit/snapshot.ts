import { createHash } from 'node:crypto';
import { namesPlaceAlone } from '../../fingerprint-text.ts';
import { OutputGuard } from '../../report/guard.ts';
import type { Secret } from '../../secret.ts';
import type { Finding } from '../../types.ts';
import type { Collector, CollectorState } from '../collector.ts';
import { mapNames, NameCleaner } from '../result-names.ts';

/** More findings and matches that were let pass are not remembered. */
const MOST = 5000;

/** What a closer look gave, as plain data: findings are known by fingerprint, place, mask and length. It holds no value. */
export interface Snapshot {
  /** What it depends on beside the state and what was read: see {@link snapshotKey}. */
  readonly key: string;
  readonly state: CollectorState;
  /** For each finding a number that findings of the same value have in common. */
  readonly values: readonly number[];
}

/** What a snapshot depends on. */
export interface SnapshotFacts {
  /** Digest of what decides what a report says of what was read. */
  readonly reportKey: string;
  /** Names in the repository's folder: one of them may be that of a value. */
  readonly names: readonly string[];
}

/** A digest over what a snapshot depends on. */
export function snapshotKey({ reportKey, names }: SnapshotFacts): string {
  return createHash('sha256')
    .update([reportKey, ...[...names].sort()].join('\0'))
    .digest('hex');
}

/**
 * What a closer look gave, with every value that the run has matched taken out of its names; undefined where a text would
 * still hold one, or a name of the folder does: the next audit then looks again.
 *
 * @param look what the closer look gathered; it is left as it is
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

/** Whether findings can be told to be of a value that a snapshot has too: by their fingerprints alone. */
export function areKnownByValue(findings: readonly Finding[]): boolean {
  return findings.every(({ fingerprint }) => !namesPlaceAlone(fingerprint));
}
