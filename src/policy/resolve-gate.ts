import type { Condition, FileGate, Gate, GateMatch } from './governed.ts';
import { at, member, texts } from './json.ts';
import type { Json } from './packet.ts';
import type { Surface } from '../types.ts';

/** Names under which tracing standards and command lines record a provider or model, for gates that name none. */
const OBSERVED: Readonly<Record<string, readonly string[]>> = {
  // OpenTelemetry's semantic conventions for generative AI; gen_ai.system is the older name.
  '/provider': ['gen_ai.provider.name', 'gen_ai.system', '--provider'],
  '/model': ['gen_ai.request.model', '--model'],
};
const OBSERVE_ON: readonly Surface[] = ['argv', 'trace', 'backend_log'];

/** Resolves a condition that the schema has accepted: a mapping of one key. */
export function resolveCondition(value: Json): Condition {
  const [key = '', inner = null] = Object.entries(value ?? {})[0] ?? [];
  switch (key) {
    case 'all':
    case 'any':
      return { kind: key, of: (inner as readonly Json[]).map(resolveCondition) };
    case 'not':
      return { kind: 'not', of: resolveCondition(inner as Json) };
    case 'decision_status':
      return { kind: 'decision', in: texts(inner as Json) };
    case 'work_item_status':
      return { kind: 'work-item', id: one(member(inner as Json, 'id')), is: texts(member(inner as Json, 'is')) };
    default:
      return { kind: key === 'gate' ? 'gate' : 'evidence', id: one(inner as Json) };
  }
}

/** Resolves a gate that the schema has accepted. */
export function resolveGate(value: Json): Gate {
  if (member(value, 'kind') === 'all-of') return { kind: 'all-of', of: entries(value, 'of').map(resolveCondition) };
  const scanAs = texts(member(value, 'scan_as'))[0] as Surface | undefined;
  const match = entries(value, 'match').map(gateMatch);
  const on = texts(member(value, 'observe_on')) as Surface[];
  return {
    kind: 'file-matches-env',
    env: one(at(value, 'file.env')),
    format: (texts(at(value, 'file.format'))[0] ?? 'auto') as FileGate['format'],
    match,
    mustNot: texts(member(value, 'must_not')) as FileGate['mustNot'],
    ...(scanAs !== undefined && { scanAs }),
    needsDecision: texts(member(value, 'needs_decision')),
    observe:
      member(value, 'observe') === undefined ? observedByDefault(match) : entries(value, 'observe').map(observed),
    observeOn: on.length > 0 ? on : OBSERVE_ON,
  };
}

function entries(value: Json, key: string): readonly Json[] {
  const list = member(value, key);
  return Array.isArray(list) ? (list as readonly Json[]) : [];
}

function one(value: Json | undefined): string {
  return texts(value)[0] ?? '';
}

function gateMatch(value: Json): GateMatch {
  return { pointer: one(member(value, 'pointer')), env: one(member(value, 'env')) };
}

function observed(value: Json): FileGate['observe'][number] {
  return { pointer: one(member(value, 'pointer')), names: texts(member(value, 'names')) };
}

function observedByDefault(match: readonly GateMatch[]): FileGate['observe'] {
  return match.flatMap(({ pointer }) => {
    const names = OBSERVED[pointer];
    return names === undefined ? [] : [{ pointer, names }];
  });
}
