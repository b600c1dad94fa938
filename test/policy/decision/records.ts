/** Good records of the founding branches, and what is wrong with others. */
import { parseDecision } from '../../../src/check/decision.ts';
import { extendedPacket } from '../../../src/policy/built-in.ts';
import type { DecisionRules } from '../../../src/policy/governed.ts';

export const rules: DecisionRules = (await extendedPacket('watertight:cto-case')).governed.decision as DecisionRules;

export type Fields = Record<string, unknown>;
export const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const HEAD = { apiVersion: 'watertight/v1', kind: 'DecisionRecord', id: 'CTO-WORK-024', revision: 1 };
export const EVIDENCE: readonly object[] = [{ path: 'reports/case/dry-run.json', commit: COMMIT }];
export const APPROVAL = { kind: 'owner-decision', ref: 'CTO-WORK-024', by: 'jp', at: '2026-06-02' };
export const GOOD: Readonly<Record<string, Fields>> = {
  not_decided: { ...HEAD, revision: 0, decision_status: 'not_decided' },
  external_provider_approved: {
    ...HEAD,
    decision_status: 'external_provider_approved',
    provider: 'acme',
    model: 'acme/case-7b@2026-05-01',
    approval_source: APPROVAL,
    credential_source: { class: 'env', ref: 'CTO_HARNESS_CASE_API_KEY' },
    allowed_network_class: 'allowlisted-egress',
    review_trigger: { kind: 'date', on: '2026-09-01' },
    evidence_expectations: [{ id: 'hei', surface: 'report', path: 'reports/*.json' }],
    evidence: EVIDENCE,
  },
  local_provider_required: {
    ...HEAD,
    decision_status: 'local_provider_required',
    provider_class: 'local_case_compatible',
    approval_source: { ...APPROVAL, kind: 'governed-core-route' },
    evidence: EVIDENCE,
  },
};

export async function problems(record: unknown): Promise<string[]> {
  const { problems: found } = await parseDecision(typeof record === 'string' ? record : JSON.stringify(record), rules);
  return found.map(({ check, reason }) => `${check} ${reason}`);
}

export function good(branch: string, changes: Fields = {}): Fields {
  const record = { ...GOOD[branch], ...changes };
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
