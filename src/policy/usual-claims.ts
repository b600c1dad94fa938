import type { Claim, Condition, FileGate, Governed } from './governed.ts';
import type { Surface } from '../types.ts';

/** Where runs record what they were given. */
const CLAIMED_ON: readonly Surface[] = ['report', 'trace', 'backend_log', 'generated_config'];
const ADMITTED = ['admitted: true', 'status: admitted', 'provider/model is admitted', 'provider/model is approved'];

/**
 * What must not be claimed before a gate is open or a stage is reached, for checks without a claim in the packet: an
 * admission whose gate is not open, and a stage whose report is missing, by the words of its id (`stage2`: Stage 2).
 */
export function usualClaims({ gates, evidence, claims }: Pick<Governed, 'gates' | 'evidence' | 'claims'>): Claim[] {
  const own = new Set(claims.map(({ check }) => check));
  const admissions = Object.entries(gates).flatMap(([id, gate]) =>
    gate.kind === 'file-matches-env' && isAdmission(gate) ? [admissionClaim(id)] : [],
  );
  const stages = [...new Set(evidence.refs.flatMap(({ after }) => after ?? []))].filter(
    (id) => Object.hasOwn(gates, id) && gates[id]?.kind === 'all-of',
  );
  const passed = stages.flatMap((stage) =>
    stageClaims(
      stage,
      evidence.refs.filter(({ after }) => after === stage).map(({ id }) => ({ kind: 'evidence', id })),
    ),
  );
  return [...admissions, ...passed].filter(({ check }) => !own.has(check));
}

/** A gate for something other than a provider and model uses other words. */
function isAdmission({ match }: FileGate): boolean {
  return match.some(({ pointer }) => pointer === '/provider' || pointer === '/model');
}

function admissionClaim(gate: string): Claim {
  const unless: Condition = { kind: 'gate', id: gate };
  return { id: `${gate}-claimed`, check: 'ADM-04', any: ADMITTED, surfaces: CLAIMED_ON, unless };
}

function stageClaims(stage: string, reports: readonly Condition[]): Claim[] {
  const words = stage.replace(/[-_]+|(?<=[a-z])(?=\d)/gi, ' ').trim();
  return [
    {
      id: `${stage}-passed`,
      check: 'STG-03',
      any: [`${words} passed`, `${words} has passed`, `${words} pass achieved`],
      surfaces: [],
      unless: { kind: 'all', of: reports },
    },
    {
      id: `packet-as-${stage}-evidence`,
      check: 'STG-02',
      any: [`packet is ${words} pass evidence`, `counts as ${words} pass evidence`],
      surfaces: [],
    },
  ];
}
