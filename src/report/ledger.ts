import { createHash } from 'node:crypto';
import type { LedgerEntry, Reporter, RunFacts } from '../types.ts';
import { summaryMember, toolMember } from './json.ts';
import { jsonText } from './json-text.ts';
import { merkleRoot } from './merkle.ts';

/** Name and version of the ledger's form; `schemas/ledger.v1.schema.json` describes each line. */
export const LEDGER_SCHEMA = 'watertight/ledger/v1';
/** What stands between the sealed part of a ledger and its seal. */
export const SEAL_MARK = ',"seal":';

/**
 * The ledger, JSON Lines: a header, one line for each file or member, a footer. The footer's `digest` is the SHA-256 of all bytes
 * before its line, `merkleRoot` the root over the entries' lines, and `seal` the SHA-256 of all bytes before that member: a
 * byte that was changed, a line that was added or left out shows.
 */
export const ledger: Reporter = (result, options) => {
  const { summary } = result;
  const header = {
    schema: LEDGER_SCHEMA,
    kind: 'header',
    tool: toolMember(result),
    targets: options.targets,
    ...(options.run === undefined ? {} : runMember(options.run)),
    startedAt: options.startedAt,
  };
  const entries = result.ledger.map((entry) => jsonText(entryLine(entry)));
  const body = [jsonText(header), ...entries].map((line) => `${line}\n`).join('');
  const footer = {
    kind: 'footer',
    entries: result.ledger.length,
    files: summary.files,
    bytes: summary.bytes,
    views: summary.views,
    findings: summary.findings,
    skipped: summary.skipped,
    excluded: summary.excluded,
    allowed: summaryMember(summary).allowed,
    complete: summary.complete,
    enforced: summary.enforced,
    ...(summary.audit === undefined ? {} : { audit: summaryMember(summary).audit }),
    exitCode: summary.exitCode,
    finishedAt: options.finishedAt,
    digest: sha256(body),
    merkleRoot: merkleRoot(entries),
  };
  const sealed = `${body}${jsonText(footer).slice(0, -1)}`;
  return `${sealed}${SEAL_MARK}"${sha256(sealed)}"}\n`;
};

function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function runMember({ command, environment, git, baseline, commits }: RunFacts): object {
  return {
    command,
    environment: [...environment].sort(),
    ...(git === undefined ? {} : { git: { head: git.head, clean: git.clean } }),
    ...(baseline === undefined ? {} : { baseline: { path: baseline.path, digest: baseline.digest } }),
    ...(commits === undefined ? {} : { commits: { ...commits } }),
  };
}

function entryLine(entry: LedgerEntry): object {
  return {
    kind: 'entry',
    path: entry.path,
    view: entry.view,
    surface: entry.surface,
    sha256: entry.sha256,
    ...(entry.object === undefined ? {} : { object: entry.object }),
    bytes: entry.bytes,
    views: Object.fromEntries(Object.entries(entry.views).sort(([a], [b]) => (a < b ? -1 : 1))),
    status: entry.status,
    ...(entry.accepted === undefined ? {} : { accepted: entry.accepted }),
    reason: entry.reason,
    findings: entry.findings,
  };
}
