import { SKIP_REASONS, type SkipReason, SURFACES, type Surface, type ToolInfo } from '../types.ts';
import type { Redaction } from './redactor.ts';

/** Name and version of the record format, described by `schemas/redaction.v1.schema.json`. */
const SCHEMA = 'watertight/redaction/v1';

/** The result for one file. Names are safe to show. */
export interface RedactedFile {
  readonly path: string;
  /** Name below the output; null if nothing was written. */
  readonly output: string | null;
  /** `left-out`: a link, an empty folder, or what is excluded. `withheld`: the rest of it could not be written, because it still contained a value or could not be scanned. */
  readonly status: 'redacted' | 'copied' | 'withheld' | 'skipped' | 'left-out';
  /** Why it was withheld or skipped, in words. */
  readonly reason: string | null;
  readonly skip: SkipReason | null;
  /**
   * Digest of the input: `hmac-sha256:` under the project's key, or `sha256:` if nothing was removed. Null for a
   * redacted file without a key: with a plain digest and the rest of the text, anybody could test guesses of weak
   * values.
   */
  readonly input: string | null;
  /** `sha256:` of what was written. */
  readonly written: string | null;
  readonly bytes: number | null;
  readonly redactions: readonly Redaction[];
}

/** What was removed from which file, by which rule. Contains no value. */
export interface RedactionRecord {
  readonly tool: ToolInfo;
  readonly mode: 'copy' | 'in-place' | 'stream';
  readonly files: readonly RedactedFile[];
  readonly exitCode: 0 | 1 | 3;
}

/** Counts of a record. */
export function countsOf({ files }: Pick<RedactionRecord, 'files'>): {
  readonly files: number;
  readonly redacted: number;
  readonly withheld: number;
  readonly skipped: number;
  readonly leftOut: number;
  readonly redactions: number;
  readonly byRule: Readonly<Record<string, number>>;
  readonly bySurface: Readonly<Partial<Record<Surface, number>>>;
} {
  const all = files.flatMap(({ redactions }) => redactions);
  const having = (status: RedactedFile['status']): number => files.filter((file) => file.status === status).length;
  return {
    files: files.length - having('left-out'),
    redacted: having('redacted'),
    withheld: having('withheld'),
    skipped: having('skipped'),
    leftOut: having('left-out'),
    redactions: all.length,
    byRule: tally(all.map(({ ruleId }) => ruleId)),
    bySurface: tally(all.map(({ surface }) => surface)),
  };
}

/** How often each text occurs. */
function tally<Name extends string>(names: readonly Name[]): Record<Name, number> {
  const counts = {} as Record<Name, number>;
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** The record as a document, one file per line. */
export function recordText(record: RedactionRecord): string {
  const { tool, mode, files, exitCode } = record;
  const lines = files.map((file) => JSON.stringify(file)).join(',\n');
  return [
    `{"schema":${JSON.stringify(SCHEMA)}`,
    `"tool":${JSON.stringify(tool)}`,
    `"mode":${JSON.stringify(mode)}`,
    `"files":[${lines === '' ? '' : `\n${lines}\n`}]`,
    `"summary":${JSON.stringify({ ...countsOf(record), complete: exitCode !== 3, exitCode })}}\n`,
  ].join(',\n');
}

const STATUSES: readonly RedactedFile['status'][] = ['redacted', 'copied', 'withheld', 'skipped', 'left-out'];

/** A record of the same run without anything from evidence, but with every word of our own that a record may contain. */
export function ownRecord(record: RedactionRecord): RedactionRecord {
  const redactions = SURFACES.map((surface) => ({ ruleId: '', surface, view: [], line: 0, column: 0 }));
  const none = { path: '', output: null, reason: '', input: null, written: null, bytes: null, redactions };
  const files = STATUSES.flatMap((status) => SKIP_REASONS.map((skip) => ({ ...none, status, skip })));
  return { ...record, tool: { ...record.tool, packet: '' }, files };
}
