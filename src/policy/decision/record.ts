import type { DecisionRules } from '../governed.ts';
import { at, isObject, member, texts } from '../json.ts';
import type { Json, JsonObject } from '../packet.ts';
import type { Place } from '../problems.ts';
import type { YamlSource } from '../yaml-source.ts';

/** A problem with a record, and the check that reports it. Contains no text of the record except short keys and choices. */
export interface RecordProblem extends Partial<Place> {
  readonly check: string;
  readonly reason: string;
}

/** The record of a packet and the status that follows from it: a record that is absent or broken decides nothing. */
export interface Decision {
  readonly rules: DecisionRules;
  readonly state: 'absent' | 'valid' | 'broken';
  /** The effective status. */
  readonly status: string;
  /** The record as written; of a broken one, whatever could be read. */
  readonly record: JsonObject | undefined;
  readonly source: YamlSource | undefined;
  readonly problems: readonly RecordProblem[];
}

/** A decision without a record. */
export function absentDecision(rules: DecisionRules): Decision {
  return { rules, state: 'absent', status: rules.default, record: undefined, source: undefined, problems: [] };
}

/** A record that could not be parsed or read. */
export function brokenDecision(rules: DecisionRules, problem: RecordProblem): Decision {
  return { ...absentDecision(rules), state: 'broken', problems: [problem] };
}

/** A git reference of a record. */
export interface GitReference {
  readonly path: string;
  readonly commit: string;
  readonly sha256?: string;
  /** Its position in the record's list. */
  readonly index: number;
}

/** The evidence that a record refers to, without malformed entries. */
export function recordEvidence(record: JsonObject | undefined): readonly GitReference[] {
  const list = member(record, 'evidence');
  if (!Array.isArray(list)) return [];
  return (list as readonly Json[]).flatMap((entry, index) => {
    const [path, commit, sha256] = ['path', 'commit', 'sha256'].map((key) => texts(member(entry, key))[0]);
    if (path === undefined || commit === undefined) return [];
    return [{ path, commit, index, ...(sha256 !== undefined && { sha256 }) }];
  });
}

/** A text member of a record by dotted path; empty and null count as absent. */
export function recordText(record: JsonObject | undefined, path: string): string | undefined {
  const value = at(record, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The evidence that a record expects from runs. */
export function recordExpectations(
  record: JsonObject | undefined,
): readonly { readonly id: string; readonly path: string }[] {
  const list = member(record, 'evidence_expectations');
  if (!Array.isArray(list)) return [];
  return (list as readonly Json[]).flatMap((entry) => {
    const [id, path] = ['id', 'path'].map((key) => texts(member(entry, key))[0]);
    return id === undefined || path === undefined || !isObject(entry) ? [] : [{ id, path }];
  });
}
