import { ScanError } from '../errors.ts';
import { isFingerprint } from '../fingerprint-text.ts';
import { isRecord } from '../json-fields.ts';
import { isGitsCopy } from '../scan/audit/counted.ts';
import { auditFor } from './audit.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';
import { reportFindings } from './json-report.ts';

/** Parts of a repository that an entry of a packet can name; what stands in others can be mended where it is. */
const LASTING = ['blob', 'message', 'trailer', 'author', 'committer', 'header', 'tag', 'tagger', 'note'];
/** The part of names of files and folders of the history: they are in trees, which no entry names. */
const NAME = 'path';

/** A value of the history, as far as entries of a packet name it. */
export interface HistoryFinding {
  /** The one that was asked for, and those of its other places. */
  readonly fingerprints: readonly string[];
  /** Whole ids of the objects that hold it, by a part that an entry can name. */
  readonly objects: ReadonlyMap<string, readonly string[]>;
  /** Parts of a repository's own folder that hold it and can be mended; copies that Git keeps of objects are none. */
  readonly mendable: readonly string[];
  /** Whether a name in the history holds it. */
  readonly isInName: boolean;
}

/**
 * What an audit of the repositories, or the JSON report of one (`--report`), says of fingerprints.
 *
 * @param what for messages
 * @returns one for each value, in the order of the fingerprints
 * @throws {ScanError} `usage` for a fingerprint that no finding has
 */
export async function historyFindings(
  asked: { readonly fingerprints: readonly string[]; readonly repositories: readonly string[]; readonly what: string },
  args: Arguments,
  io: CliIo,
): Promise<readonly HistoryFinding[]> {
  const report = args.text('report');
  const found =
    report === undefined
      ? (await auditFor({ ...args, paths: asked.repositories }, io)).result.findings
      : await reportFindings(report, io);
  const findings = found.map(findingOf);
  const values = asked.fingerprints.map((fingerprint) => {
    const finding = findings.find(({ fingerprints }) => fingerprints.includes(fingerprint));
    if (finding !== undefined) return finding;
    const where = report === undefined ? 'of the audit has it (it may already be allowed)' : 'in the report has it';
    throw new ScanError('usage', `Cannot ${asked.what} ${fingerprint}: no finding ${where}`);
  });
  return [...new Set(values)];
}

/** A report comes from a file: each member is looked at before it is used. */
function findingOf(finding: unknown): HistoryFinding {
  const { fingerprint, otherFingerprints, places } = isRecord(finding) ? finding : {};
  const names = [fingerprint, ...listOf(otherFingerprints)].filter(
    (name): name is string => typeof name === 'string' && isFingerprint(name),
  );
  const objects = new Map<string, readonly string[]>();
  const mendable = new Set<string>();
  let isInName = false;
  for (const place of listOf(places)) {
    const { location, otherObjects } = isRecord(place) ? place : {};
    const { object, part, path } = isRecord(location) ? location : {};
    if (typeof part !== 'string' || typeof path !== 'string') continue;
    const ids = [object, ...listOf(otherObjects)].filter((id): id is string => typeof id === 'string' && isId(id));
    if (LASTING.includes(part) && ids.length > 0)
      objects.set(part, [...new Set([...(objects.get(part) ?? []), ...ids])]);
    else if (part === NAME) isInName = true;
    else if (!isGitsCopy(part, path)) mendable.add(part);
  }
  const ordered = LASTING.flatMap((part) => [...objects].filter(([other]) => other === part));
  return { fingerprints: names, objects: new Map(ordered), mendable: [...mendable], isInName };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** A whole id of Git, SHA-1 or SHA-256. */
function isId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}
