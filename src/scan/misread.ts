import { CoverageIndex } from '../detect/coverage-index.ts';
import type { Span } from '../types.ts';
import type { PlacedDetection } from './placed.ts';
import { isReadingOf } from './undone.ts';

/** The matcher that judges a value by what stands around it. */
const JUDGES = 'assignment';

/** Views that are the better reading of what they hold, and the spans of the text that they do. */
export interface BetterReadings {
  readonly kinds: Set<string>;
  readonly spans: Span[];
}

/**
 * What was found in a text as it stands, without what a view reads better. Where a log stands in front of each line, a translation of
 * "Password" looks like a password; and a value with a quotation mark in it stands in JSON with one stroke more.
 *
 * @param inViews what was found in views
 */
export function withoutMisread(
  raw: readonly PlacedDetection[],
  inViews: readonly PlacedDetection[],
  { kinds, spans }: BetterReadings,
): readonly PlacedDetection[] {
  const judged = raw.some(({ rule }) => rule.matcher === JUDGES);
  if (!judged || spans.length + inViews.length === 0) return raw;
  const covered = new CoverageIndex(spans);
  const found = new CoverageIndex(inViews.filter(({ view: [first] }) => kinds.has(first ?? '')));
  return raw.filter((one) => {
    if (one.rule.matcher !== JUDGES) return true;
    if (covered.covers(one) && !found.covers({ start: one.end - 1, end: one.end })) return false;
    return !inViews.some((other) => isOver(one, other) && isReadingOf(one.secret, other.secret, other.view));
  });
}

function isOver(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}
