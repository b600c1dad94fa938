import { candidateAt } from '../../src/detect/generic/candidate.ts';
import { type Description, describe } from '../../src/detect/generic/features.ts';
import { builtinRules } from '../../src/detect/builtin.ts';

/** A candidate as the training sees it. */
export interface Described {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly description: Description;
}

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
    found.set(start, { start, end, line: 0, description: describe(text, candidate) });
  }
  return [...found.values()];
}
