import type { CheckFacts } from '../check-result.ts';
import { holds } from '../policy/conditions.ts';
import { member } from '../policy/json.ts';
import type { CheckContext } from './context.ts';
import { statedStatements } from './statement-checks.ts';

/** Every fact of a run, by name, as input for other policy engines. */
export function factsOf(context: CheckContext): CheckFacts {
  const { packet, origin, evaluation, files } = context;
  const { governed, metadata } = packet;
  const text = (key: string): string | null => {
    const value = metadata[key];
    return typeof value === 'string' ? value : null;
  };
  return {
    packet: { id: text('id') ?? '', path: origin, title: text('title'), owner: text('owner') },
    decision: decisionFact(context),
    gates: Object.keys(governed.gates).map((id) => {
      const { state, why } = evaluation.gate(id);
      return { id, state, why };
    }),
    workItems: Object.entries(governed.workItems?.rules ?? {}).map(([id, condition]) => {
      const { holds: mayUnblock, why } = holds(condition, evaluation.facts);
      const declared = evaluation.declared.find((item) => item.id === id)?.status ?? null;
      return { id, declared, mayUnblock, why };
    }),
    evidence: governed.evidence.refs.map((ref) => {
      const { id, state, why } = evaluation.evidence(ref);
      return { id, state, why };
    }),
    statements: statedStatements(context).map(({ statement, check, stated }) => ({ id: statement.id, check, stated })),
    unassigned: [...files].filter(([, surface]) => surface === 'other').map(([path]) => path),
  };
}

function decisionFact({ evaluation }: CheckContext): CheckFacts['decision'] {
  const { decision } = evaluation;
  if (decision === null) return null;
  const revision = member(decision.record, 'revision');
  const { status, state, rules } = decision;
  return { status, record: rules.record, state, revision: typeof revision === 'number' ? revision : null };
}
