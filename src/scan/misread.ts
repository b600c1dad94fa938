import { CoverageIndex } from '../detect/coverage-index.ts';
import type { Span } from '../types.ts';
import type { PlacedDetection } from './placed.ts';

/** The matcher that judges a value by what stands around it. */
const JUDGES = 'assignment';

/**
 * What was found in a text as it stands, without what a view reads better. Where a log stands in front of each line, a translation of
 * "Password" looks like a password; and a value with a quotation mark in it stands in JSON with one stroke more.
 *
 * @param covered spans of which a view is the better reading
 * @param inViews what was found in views
 */
export function withoutMisread(
  raw: readonly PlacedDetection[],
  covered: readonly Span[],
  inViews: readonly PlacedDetection[],
): readonly PlacedDetection[] {
  const judged = raw.some(({ rule }) => rule.matcher === JUDGES);
  if (!judged || covered.length + inViews.length === 0) return raw;
  const [better, found] = [new CoverageIndex(covered), new CoverageIndex(inViews)];
  const secrets = new Set(inViews.map(({ secret }) => secret));
  return raw.filter((one) => {
    if (one.rule.matcher !== JUDGES) return true;
    const isFound = found.covers({ start: one.end - 1, end: one.end });
    return isFound ? !secrets.has(unescaped(one.secret)) : !better.covers(one);
  });
}

/** What a value stands for in a string of JSON; nothing where it holds no escapes. */
function unescaped(secret: string): string {
  if (!secret.includes('\\')) return '';
  try {
    return String(JSON.parse(`"${secret}"`));
  } catch {
    return '';
  }
}
