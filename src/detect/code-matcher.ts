import { MATCHERS } from './matchers.ts';
import type { CodeMatcher } from './where-new.ts';

/**
 * A new matcher in code, by the name that rules have for it.
 *
 * @throws {RangeError} where there is none of that name
 */
export function codeMatcher(name: string): CodeMatcher {
  const matcher = MATCHERS[name];
  if (matcher === undefined) throw new RangeError(`Cannot run matcher '${name}': it is unknown`);
  return matcher.create();
}
