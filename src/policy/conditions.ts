import type { Condition } from './governed.ts';

/** The evaluated facts that conditions refer to. */
export interface Facts {
  readonly decision: string;
  /** Whether a gate is open, and if not, why. */
  readonly gate: (id: string) => Held;
  readonly evidence: (id: string) => Held;
  readonly workItem: (id: string) => string | undefined;
}

/** Whether something holds, and if not, the reasons. */
export interface Held {
  readonly holds: boolean;
  readonly why: readonly string[];
}

/** Evaluates a condition. The reasons are those of the parts that fail. */
export function holds(condition: Condition, facts: Facts): Held {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return joined(
        condition.kind,
        condition.of.map((inner) => holds(inner, facts)),
      );
    case 'not': {
      const inner = holds(condition.of, facts).holds;
      return heldIf(!inner, `${describe(condition.of)} holds`);
    }
    case 'decision':
      return heldIf(condition.in.includes(facts.decision), `decision is ${facts.decision}`);
    case 'gate':
      return facts.gate(condition.id);
    case 'evidence':
      return facts.evidence(condition.id);
    case 'work-item': {
      const status = facts.workItem(condition.id);
      const is = status !== undefined && condition.is.includes(status);
      return heldIf(is, `${condition.id} is ${status ?? 'not declared'}`);
    }
  }
}

function heldIf(is: boolean, otherwise: string): Held {
  return { holds: is, why: is ? [] : [otherwise] };
}

function joined(kind: 'all' | 'any', parts: readonly Held[]): Held {
  const all = kind === 'all' ? parts.every((part) => part.holds) : parts.some((part) => part.holds);
  return { holds: all, why: all ? [] : parts.flatMap((part) => part.why) };
}

/** A condition in words. */
export function describe(condition: Condition): string {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.map(describe).join(condition.kind === 'all' ? ' and ' : ' or ');
    case 'not':
      return `not ${describe(condition.of)}`;
    case 'decision':
      return `decision ${condition.in.join(' or ')}`;
    case 'gate':
      return `gate ${condition.id} open`;
    case 'evidence':
      return `evidence ${condition.id}`;
    case 'work-item':
      return `${condition.id} ${condition.is.join(' or ')}`;
  }
}

/** Ids of the work items that a condition refers to. */
export function workItemsIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap(workItemsIn);
    case 'not':
      return workItemsIn(condition.of);
    case 'work-item':
      return [condition.id];
    case 'gate':
    case 'evidence':
    case 'decision':
      return [];
  }
}

/** Whether a condition depends on a gate or on evidence. */
export function asksForMore(condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.some(asksForMore);
    case 'not':
      return asksForMore(condition.of);
    case 'gate':
    case 'evidence':
      return true;
    case 'decision':
    case 'work-item':
      return false;
  }
}
