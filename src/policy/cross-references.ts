import { BRANCH_FIELDS, HEAD_FIELDS, OPTIONAL_HEAD_FIELDS } from './decision/fields.ts';
import type { Condition, Governed } from './governed.ts';
import { at, isObject, texts } from './json.ts';
import type { Json, Packet } from './packet.ts';
import { linePattern } from './line-pattern.ts';
import { jsonPath } from './problems.ts';
import type { Problem, Steps } from './problems.ts';
import { nearest, quoted } from './quotation.ts';
import type { YamlSource } from './yaml-source.ts';

/** A reference in the packet, and the reason why it is invalid. */
interface Loose {
  readonly steps: Steps;
  readonly reason: string;
}

/**
 * Problems with references: to a gate, a kind of evidence or a decision status that the packet does not have; gates
 * that wait for one another; patterns without their group. Checked in the resolved packet, because a base may define
 * what is referred to.
 */
export function crossReferences(source: YamlSource, { governed, allow }: Packet): Problem[] {
  const found = [
    ...namedInGates(governed),
    ...namedInRules(governed),
    ...namedInEvidence(governed),
    ...namedInClaims(governed),
    ...recordless(governed),
    ...namedInTransitions(governed),
    ...circles(governed),
    ...patterns(governed),
    ...rotations(source.value, governed, allow.findings.length),
  ];
  return found
    .filter(({ steps }) => at(source.value, String(steps[0])) !== undefined)
    .map(({ steps, reason }) => ({ ...source.place(steps), where: jsonPath([...source.base, ...steps]), reason }));
}

function namedInGates(governed: Governed): Loose[] {
  return Object.entries(governed.gates).flatMap(([id, gate]) => {
    if (gate.kind === 'all-of') {
      return gate.of.flatMap((condition, index) => unknownIn(condition, governed, ['gates', id, 'of', index]));
    }
    const unknown = gate.needsDecision.filter((status) => !isStatus(status, governed));
    return unknown.map((status) => ({
      steps: ['gates', id, 'needs_decision'],
      reason: `${quoted(status)} is not a decision status of this packet`,
    }));
  });
}

function namedInRules(governed: Governed): Loose[] {
  return Object.entries(governed.workItems?.rules ?? {}).flatMap(([id, condition]) =>
    unknownIn(condition, governed, ['work_items', 'rules', id]),
  );
}

function namedInEvidence(governed: Governed): Loose[] {
  return governed.evidence.refs.flatMap(({ id, after }, index) =>
    after === undefined || Object.hasOwn(governed.gates, after)
      ? []
      : [
          {
            steps: ['evidence', 'refs', index, 'after'],
            reason: `${quoted(id)} waits for a gate that is not under 'gates'`,
          },
        ],
  );
}

function namedInClaims(governed: Governed): Loose[] {
  return governed.claims.flatMap(({ unless }, index) =>
    unless === undefined ? [] : unknownIn(unless, governed, ['claims', index, 'unless']),
  );
}

/** Branches that no record can choose. */
function recordless({ decision }: Governed): Loose[] {
  if (decision === null || decision.record !== '' || decision.branches.length === 0) return [];
  return [{ steps: ['decision'], reason: "the key 'record' is missing: without it nothing can be decided" }];
}

function namedInTransitions({ decision }: Governed): Loose[] {
  if (decision === null) return [];
  const known = new Set([...decision.branches, decision.default, '*']);
  return decision.transitions.flatMap(({ from, to, needs }, index) => [
    ...[from, to]
      .filter((status) => !known.has(status))
      .map((status) => ({
        steps: ['decision', 'transitions', index],
        reason: `${quoted(status)} is neither a branch nor the default`,
      })),
    ...needs.flatMap((field, position) => {
      const reason = noField(field);
      return reason === undefined ? [] : [{ steps: ['decision', 'transitions', index, 'needs', position], reason }];
    }),
  ]);
}

/** Fields of any record, one of which begins the dotted name of what a step needs. */
const RECORD_FIELDS: readonly string[] = [
  ...HEAD_FIELDS,
  ...OPTIONAL_HEAD_FIELDS,
  ...Object.values(BRANCH_FIELDS).flatMap(({ required, optional }) => [...required, ...optional]),
];

function noField(field: string): string | undefined {
  if (RECORD_FIELDS.includes(field.split('.', 1)[0] ?? '')) return undefined;
  const near = nearest(field, RECORD_FIELDS);
  return `${quoted(field)} is no field of a decision record${near === undefined ? '' : ` (did you mean ${near}?)`}`;
}

function isStatus(status: string, { decision }: Governed): boolean {
  return decision !== null && (decision.default === status || decision.branches.includes(status));
}

function unknownIn(condition: Condition, governed: Governed, steps: Steps): Loose[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap((inner) => unknownIn(inner, governed, steps));
    case 'not':
      return unknownIn(condition.of, governed, steps);
    case 'gate':
      return Object.hasOwn(governed.gates, condition.id)
        ? []
        : [{ steps, reason: `gate ${quoted(condition.id)} is not under 'gates'` }];
    case 'evidence':
      return governed.evidence.refs.some(({ id }) => id === condition.id)
        ? []
        : [{ steps, reason: `evidence ${quoted(condition.id)} is not under 'evidence.refs'` }];
    case 'decision':
      return condition.in
        .filter((status) => !isStatus(status, governed))
        .map((status) => ({ steps, reason: `${quoted(status)} is not a decision status of this packet` }));
    case 'work-item':
      return [];
  }
}

/** Gates and work items that wait for themselves would never open. */
function circles(governed: Governed): Loose[] {
  return Object.keys(governed.gates)
    .filter((id) => reaches(id, id, governed, new Set()))
    .map((id) => ({ steps: ['gates', id], reason: 'it waits for itself, so it would never open' }));
}

function reaches(from: string, to: string, governed: Governed, seen: Set<string>): boolean {
  const gate = governed.gates[from];
  if (gate === undefined || gate.kind !== 'all-of' || seen.has(from)) return false;
  seen.add(from);
  return gate.of
    .flatMap((condition) => gatesIn(condition, governed))
    .some((id) => id === to || reaches(id, to, governed, seen));
}

/** Gates that a condition depends on, including through evidence that counts only after one. */
function gatesIn(condition: Condition, governed: Governed): string[] {
  switch (condition.kind) {
    case 'gate':
      return [condition.id];
    case 'evidence':
      return governed.evidence.refs.flatMap(({ id, after }) =>
        id === condition.id && after !== undefined ? [after] : [],
      );
    case 'all':
    case 'any':
      return condition.of.flatMap((inner) => gatesIn(inner, governed));
    case 'not':
      return gatesIn(condition.of, governed);
    case 'decision':
    case 'work-item':
      return [];
  }
}

function patterns({ workItems }: Governed): Loose[] {
  if (workItems === null) return [];
  return (['heading', 'status'] as const).flatMap((key) => {
    const group = key === 'heading' ? 'id' : 'status';
    const compiled = linePattern(workItems[key], group);
    return typeof compiled === 'string' ? [{ steps: ['work_items', 'source', key], reason: compiled }] : [];
  });
}

function rotations(document: Json, { evidence }: Governed, findings: number): Loose[] {
  const entries = at(document, 'allow.findings');
  if (findings === 0 || !Array.isArray(entries)) return [];
  const ids = new Set(evidence.refs.map(({ id }) => id));
  return (entries as readonly Json[]).flatMap((entry, index) => {
    const rotated = isObject(entry) ? texts(entry['rotated'])[0] : undefined;
    return rotated === undefined || ids.has(rotated)
      ? []
      : [{ steps: ['allow', 'findings', index, 'rotated'], reason: "it is not an id under 'evidence.refs'" }];
  });
}
