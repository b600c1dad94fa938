import { SURFACES, type ToolInfo } from '../types.ts';
import type { CaptureCounts } from './capture.ts';
import type { ChildEnd } from './child.ts';

/** Name and version of the record format, described by `schemas/run.v1.schema.json`. */
const SCHEMA = 'watertight/run/v1';

/** A value found in the run's folder. Contains no part of it. */
export interface LeftValue {
  readonly ruleId: string;
  readonly surface: string;
  readonly path: string;
  readonly line: number;
}

/** Describes a run and what it left behind. Names are safe to show, arguments redacted. */
export interface RunRecord {
  readonly tool: ToolInfo;
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Names of the variables that the command received, never their values. */
  readonly environment: readonly string[];
  readonly startedAt: string;
  readonly endedAt: string;
  readonly end: ChildEnd;
  readonly streams: Readonly<Record<string, CaptureCounts>>;
  /** Processes started by the command, as far as they were seen; `none` without `/proc`. */
  readonly children: { readonly seen: number; readonly how: 'sampled' | 'none' };
  /** What was removed from the run's own files. */
  readonly redaction: {
    readonly mode: 'live';
    readonly count: number;
    readonly byRule: Readonly<Record<string, number>>;
  };
  /** The result of scanning the folder, after redaction. */
  readonly scan: { readonly complete: boolean; readonly exitCode: 0 | 1 | 3; readonly left: readonly LeftValue[] };
  readonly files: readonly { readonly path: string; readonly sha256: string | null; readonly bytes: number }[];
  readonly exitCode: number;
}

/** The record as a document. */
export function runRecordText(record: RunRecord): string {
  return `${JSON.stringify({ schema: SCHEMA, ...record }, undefined, 1)}\n`;
}

/** A record of the same run without anything that came from the command, its arguments or its folder. */
export function ownRunRecord(record: RunRecord): RunRecord {
  const counts = { bytes: 0, redactions: {} };
  return {
    ...record,
    tool: { ...record.tool, packet: '' },
    argv: [],
    cwd: '',
    environment: [],
    streams: { stdout: counts, stderr: counts },
    redaction: { mode: 'live', count: 0, byRule: {} },
    scan: { ...record.scan, left: SURFACES.map((surface) => ({ ruleId: '', surface, path: '', line: 0 })) },
    files: [{ path: '', sha256: null, bytes: 0 }],
  };
}
