import { MATCHERS } from './matchers.ts';
import type { CodeMatcher } from './where-new.ts';

/**
 * A new matcher implemented in code, by the name that rules use for it.
 *
 * @throws {RangeError} if there is no such matcher
 */
export function codeMatcher(name: string): CodeMatcher {
  const matcher = MATCHERS[name];
  if (matcher === undefined) throw new RangeError(`Cannot run matcher '${name}': it is unknown`);
  return matcher.create();
}
