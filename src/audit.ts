import { builtInPacket } from './policy/built-in.ts';
import type { Packet } from './policy/packet.ts';
import { KeptReport } from './scan/audit/kept-report.ts';
import { cacheKeyOf, reportKeyOf } from './scan/audit/keys.ts';
import { type Named, openAll } from './scan/audit/open-all.ts';
import type { AuditOptions } from './scan/audit/options.ts';
import type { ScanOutcome } from './scan/outcome.ts';
import { today, toolInfo } from './scan/plan.ts';

export type { AuditOptions } from './scan/audit/options.ts';

/**
 * Audits repositories: every object once, in the order of its packs, with messages, people, tags, notes, ref names and paths; and the files
 * of the repository's folder. Nothing of the repository is executed, nothing is downloaded.
 *
 * @throws {ScanError} `usage` for a folder without a repository or one that git refuses
 * @example const { result } = await audit({ cwd: process.cwd(), env: process.env });
 */
export async function audit(options: AuditOptions): Promise<ScanOutcome> {
  const packet = options.packet ?? builtInPacket();
  const repositories = await openAll(options, packet);
  try {
    return await auditOpen(options, packet, repositories);
  } finally {
    for (const { close } of repositories) close?.();
  }
}

async function auditOpen(options: AuditOptions, packet: Packet, repositories: readonly Named[]): Promise<ScanOutcome> {
  const kept = keptReportOf(options, packet, repositories);
  const again = await kept?.load();
  if (again !== undefined) return again;
  // The code that reads objects is not needed if nothing is new.
  const { auditNow } = await import('./scan/audit/audit-now.ts');
  const { outcome, objects } = await auditNow(options, repositories);
  if (objects !== undefined) kept?.save(outcome, objects);
  return outcome;
}

/** Keeps the report for the next audit; undefined if the report depends on more than one repository's objects and folder. */
function keptReportOf(options: AuditOptions, packet: Packet, repositories: readonly Named[]): KeptReport | undefined {
  const [first, ...others] = repositories;
  if (first?.repository.unopened !== undefined) return undefined;
  if (first === undefined || others.length > 0 || !isWhole(options) || dependsOnMore(options)) return undefined;
  const { key, cwd, env, packetRoot = cwd, leftOut = [], notes = [], enforced = true } = options;
  const tool = toolInfo({ ...options, paths: [] }, { packet, rules: [] });
  const cacheKey = cacheKeyOf({ tool, packet, env, known: undefined, key }) ?? '';
  const reportKey = reportKeyOf({ tool, packet, today: today(), key, ledger: false, cwd, packetRoot });
  const keys = [cacheKey, reportKey, String(enforced), first.prefix, ...leftOut];
  return new KeptReport(first.repository, { keys, cwd, now: { tool, notes } });
}

function isWhole({ range, since, unreachable, remember }: AuditOptions): boolean {
  return range === undefined && since === undefined && unreachable !== false && remember !== false;
}

/** Whether a report depends on more than the repository, the built-in rules and the packet. */
function dependsOnMore({ known, baseline, ledger, rules = [] }: AuditOptions): boolean {
  return known !== undefined || baseline !== undefined || ledger === true || rules.length > 0;
}
