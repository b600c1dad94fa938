import type { CheckResult } from '../check-result.ts';
import { askedFor } from './acceptance.ts';
import { admissionChecks } from './admission-checks.ts';
import type { CheckContext, CheckFamily } from './context.ts';
import { coverageChecks } from './coverage-checks.ts';
import { decisionChecks } from './decision-checks.ts';
import { evidenceChecks } from './evidence-checks.ts';
import { factsOf } from './facts.ts';
import { settled, summaryOf } from './finish.ts';
import { packetChecks } from './packet-checks.ts';
import { gather, type CheckOptions } from './gather.ts';
import { secretChecks } from './secret-checks.ts';
import { shown } from './shown.ts';
import { stageChecks } from './stage-checks.ts';
import { statementChecks } from './statement-checks.ts';
import { targetChecks } from './target-checks.ts';
import { workItemChecks } from './work-item-checks.ts';
import type { Secret } from '../secret.ts';

/** A result, and the values that no output of it may contain. */
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

/** Gathers the input, runs every family of checks, and judges: see `check`. */
export async function runChecks(options: CheckOptions): Promise<CheckRun> {
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
