import { isRecord } from '../json-fields.ts';
import type { LedgerFile } from './ledger-file.ts';

const TOOL = ['version', 'rulesDigest', 'packetDigest', 'packet'];
const COUNTS = [
  'files',
  'bytes',
  'views',
  'findings',
  'skipped',
  'excluded',
  'allowed',
  'complete',
  'enforced',
  'exitCode',
];

/**
 * Whether a JSON report gives the same rules, packet, counts and outcome as the ledger: then it is from the same run,
 * or an equivalent one.
 */
export function isReportOf(report: Uint8Array, ledger: LedgerFile): boolean {
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(report).toString('utf8'));
  } catch {
    return false;
  }
  if (!isRecord(document) || document['schema'] !== 'watertight/report/v1') return false;
  const { tool, summary } = document;
  const { header, footer } = ledger;
  if (!isRecord(tool) || !isRecord(summary) || !isRecord(header['tool'])) return false;
  const own = header['tool'];
  return TOOL.every((name) => same(tool[name], own[name])) && COUNTS.every((name) => same(summary[name], footer[name]));
}

/** Members are in the same order in both documents. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
