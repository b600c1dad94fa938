import { createHash } from 'node:crypto';
import type { LedgerEntry, Reporter } from '../types.ts';
import { summaryMember, toolMember } from './json.ts';
import { jsonText } from './json-text.ts';

/** Name and version of the ledger's form; `schemas/ledger.v1.schema.json` describes each line. */
const LEDGER_SCHEMA = 'watertight/ledger/v1';

/**
 * The ledger, JSON Lines: a header, one line for each file or member, a footer. The footer's `digest` is the SHA-256 of all bytes
 * before its line, so that a line that was changed, added or left out shows.
 */
export const ledger: Reporter = (result, options) => {
  const { summary } = result;
  const header = {
    schema: LEDGER_SCHEMA,
    kind: 'header',
    tool: toolMember(result),
    targets: options.targets,
    startedAt: options.startedAt,
  };
  const body = [header, ...result.ledger.map(entryLine)].map((line) => `${jsonText(line)}\n`).join('');
  const footer = {
    kind: 'footer',
    entries: result.ledger.length,
    files: summary.files,
    bytes: summary.bytes,
    views: summary.views,
    findings: summary.findings,
    skipped: summary.skipped,
    excluded: summary.excluded,
    complete: summary.complete,
    enforced: summary.enforced,
    ...(summary.audit === undefined ? {} : { audit: summaryMember(summary).audit }),
    exitCode: summary.exitCode,
    finishedAt: options.finishedAt,
    digest: `sha256:${createHash('sha256').update(body).digest('hex')}`,
  };
  return `${body}${jsonText(footer)}\n`;
};

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
    reason: entry.reason,
    findings: entry.findings,
  };
}
