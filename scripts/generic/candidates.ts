import { candidateAt } from '../../src/detect/generic/candidate.ts';
import { type Description, describe } from '../../src/detect/generic/features.ts';
import { believedFrom, makingOf } from '../../src/detect/generic/matcher.ts';
import { builtinRules } from '../../src/detect/builtin.ts';

/** By what the score goes that is needed: see matcher.ts. */
interface Needed {
  readonly making: ReturnType<typeof makingOf>;
  readonly believedFrom: number;
}

/** A candidate as the training sees it. */
export interface Described {
  readonly start: number;
  readonly end: number;
  readonly description: Description & Needed;
}

/** Published values, which are reported by no rule. */
const dummies = new Set(builtinRules().flatMap((rule) => rule.dummies ?? []));
const keywords = builtinRules().find(({ matcher }) => matcher === 'assignment')?.keywords ?? [];
const ANCHOR = new RegExp(keywords.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'gi');

/** The candidates of a text in the order of their places, one for each value. */
export function candidatesOf(text: string): Described[] {
  const found = new Map<number, Described>();
  ANCHOR.lastIndex = 0;
  for (let match = ANCHOR.exec(text); match !== null; match = ANCHOR.exec(text)) {
    const candidate = candidateAt(text, match.index);
    ANCHOR.lastIndex = match.index + 1;
    if (candidate === undefined || found.has(candidate.start)) continue;
    const { start, end } = candidate;
    if (dummies.has(text.slice(start, end))) continue;
    const description = describe(text, candidate);
    const making = makingOf(description);
    const needed = { making, believedFrom: believedFrom(text, candidate, making) };
    found.set(start, { start, end, description: { ...description, ...needed } });
  }
  return [...found.values()];
}
