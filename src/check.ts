import { assertKinds } from './assert-kinds.ts';
import type { CheckResult } from './check-result.ts';
import { askedFor } from './check/acceptance.ts';
import { admissionChecks } from './check/admission-checks.ts';
import type { CheckContext, CheckFamily } from './check/context.ts';
import { coverageChecks } from './check/coverage-checks.ts';
import { decisionChecks } from './check/decision-checks.ts';
import { evidenceChecks } from './check/evidence-checks.ts';
import { factsOf } from './check/facts.ts';
import { settled, summaryOf } from './check/finish.ts';
import { packetChecks } from './check/packet-checks.ts';
import { gather, type CheckOptions } from './check/gather.ts';
import { secretChecks } from './check/secret-checks.ts';
import { shown } from './check/shown.ts';
import { stageChecks } from './check/stage-checks.ts';
import { statementChecks } from './check/statement-checks.ts';
import { targetChecks } from './check/target-checks.ts';
import { workItemChecks } from './check/work-item-checks.ts';
import type { Secret } from './secret.ts';

export type { CheckOptions } from './check/gather.ts';

/** A result, and the values that no output of it may hold. */
export interface CheckRun {
  readonly result: CheckResult;
  readonly secrets: readonly Secret[];
}

const FAMILIES: readonly CheckFamily[] = [
  packetChecks,
  statementChecks,
  decisionChecks,
  admissionChecks,
  stageChecks,
  workItemChecks,
  evidenceChecks,
  secretChecks,
  coverageChecks,
  targetChecks,
];

/**
 * Holds a packet, its prose, its decision record, its gates and its evidence to their word, and scans everything below the
 * packet's folder.
 *
 * @throws {ScanError} `usage` for options that are none, and as `scan`
 *
 * @example const { result } = await check({ packet, origin: 'p.yaml', root: process.cwd(), env: process.env });
 */
export async function check(options: CheckOptions): Promise<CheckRun> {
  assertKinds('check', options, { packet: 'packet', origin: 'text', root: 'folder', cwd: 'folder?', env: 'env' });
  const { context, outcome, secrets } = await gather(options);
  const { packet, scan } = context;
  const observations = settled(await observe(context), packet.governed.levels, options.strict ?? false);
  const summary = summaryOf(observations, scan);
  const result = { tool: scan.tool, facts: factsOf(context), observations, scan, summary };
  return { result: await shown(result, outcome, secrets), secrets };
}

async function observe(context: CheckContext): Promise<CheckResult['observations']> {
  const all = [];
  for (const family of FAMILIES) all.push(...(await family(context)));
  return [...all, ...askedFor(context, new Set(all.map(({ id }) => id)))];
}
