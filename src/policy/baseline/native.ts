import { ScanError } from '../../errors.ts';
import { fieldReader, isRecord, type JsonRecord } from '../../json-fields.ts';
import { SURFACES, type Finding, type Surface } from '../../types.ts';
import { isFingerprint, namesPlaceAlone } from '../../fingerprint-text.ts';
import { printablePath } from '../quotation.ts';
import type { Baseline, BaselineEntry, BaselineQuery } from './baseline.ts';

/** Name and version of the file format, described by `schemas/baseline.v1.schema.json`. */
const BASELINE_SCHEMA = 'watertight/baseline/v1';

type NativeEntry = Required<BaselineEntry>;

/**
 * A baseline of fingerprints. An entry covers its value anywhere on its surface: a value that moved is not new, one
 * that appears on another surface is. A value with another fingerprint is new, whatever line it is on.
 */
class NativeBaseline implements Baseline {
  readonly #entries: ReadonlyMap<string, readonly NativeEntry[]>;
  readonly #seen: Set<string> = new Set();
  readonly size: number;

  constructor(entries: readonly NativeEntry[]) {
    const byKey = new Map<string, NativeEntry[]>();
    for (const entry of entries) byKey.set(keyOf(entry), [...(byKey.get(keyOf(entry)) ?? []), entry]);
    this.#entries = byKey;
    this.size = entries.length;
  }

  covers({ surface, place }: BaselineQuery): boolean {
    if (place === undefined || this.size === 0) return false;
    const key = keyOf({ surface, fingerprint: place.fingerprint() });
    if (!this.#entries.has(key)) return false;
    this.#seen.add(key);
    return true;
  }

  stale(): readonly BaselineEntry[] {
    return [...this.#entries].flatMap(([key, entries]) => (this.#seen.has(key) ? [] : entries));
  }
}

function keyOf({ surface, fingerprint }: Pick<NativeEntry, 'surface' | 'fingerprint'>): string {
  return `${surface} ${fingerprint}`;
}

/** Whether a JSON document says that it is such a baseline, of any version. */
export function isNative(document: unknown): document is JsonRecord {
  return (
    isRecord(document) &&
    typeof document['schema'] === 'string' &&
    document['schema'].startsWith('watertight/baseline/')
  );
}

/**
 * @param path for messages
 * @throws {ScanError} `usage` for another version or a malformed entry, identified by its position
 */
export function nativeBaseline(document: JsonRecord, path: string): Baseline {
  const fail = (place: number, reason: string): ScanError =>
    new ScanError(
      'usage',
      `Cannot use baseline ${printablePath(path)}: ${place < 0 ? 'it' : `findings[${place}]`} ${reason}`,
    );
  if (document['schema'] !== BASELINE_SCHEMA) throw fail(-1, 'is of an unknown version');
  const read = fieldReader(fail);
  const findings = document['findings'];
  if (!Array.isArray(findings)) throw fail(-1, "has no valid 'findings'");
  const entries = findings.map((item: unknown, index): NativeEntry => {
    if (!isRecord(item)) throw fail(index, 'is not an object');
    const fingerprint = read.text(item, 'fingerprint', index);
    if (!isFingerprint(fingerprint)) throw fail(index, "has no valid 'fingerprint'");
    return {
      fingerprint,
      surface: read.choice(item, 'surface', index, SURFACES) as Surface,
      ruleId: read.text(item, 'ruleId', index),
      path: read.text(item, 'path', index),
    };
  });
  return new NativeBaseline(entries);
}

/** The content of a new baseline. */
export interface BaselineContent {
  readonly tool: { readonly version: string; readonly rulesDigest: string };
  readonly findings: readonly Finding[];
  /** Whether to include findings identified only by their context. @default false */
  readonly byContext?: boolean;
}

/** The text of a baseline, sorted and without times, so that two can be compared line by line; and the number of findings left out. */
export function baselineText({ tool, findings, byContext = false }: BaselineContent): {
  readonly text: string;
  readonly entries: number;
  readonly leftOut: number;
} {
  const taken = findings.filter(({ fingerprint }) => byContext || !namesPlaceAlone(fingerprint));
  const known = taken.flatMap((finding) => [
    finding,
    ...(finding.otherFingerprints ?? []).map((fingerprint) => ({ ...finding, fingerprint })),
  ]);
  const lines = new Map(known.map((finding) => [`${finding.location.path} ${keyOf(finding)}`, lineOf(finding)]));
  const sorted = [...lines.values()].sort((a, b) => (a < b ? -1 : 1));
  const head = [
    `{"schema":${JSON.stringify(BASELINE_SCHEMA)}`,
    `"tool":${JSON.stringify({ name: 'watertight', version: tool.version, rulesDigest: tool.rulesDigest })}`,
  ];
  const list = sorted.length === 0 ? '[]' : `[\n${sorted.join(',\n')}\n]`;
  const text = `${[...head, `"findings":${list}}`].join(',\n')}\n`;
  return { text, entries: sorted.length, leftOut: findings.length - taken.length };
}

function lineOf({ location, surface, ruleId, fingerprint }: Finding): string {
  return JSON.stringify({ path: location.path, surface, ruleId, fingerprint });
}
