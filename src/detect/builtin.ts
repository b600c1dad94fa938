import builtin from '../generated/rules.json' with { type: 'json' };
import type { CompiledRule } from './rule.ts';

/** The rules of the folder `rules/`, compiled at build time. */
export function builtinRules(): readonly CompiledRule[] {
  return builtin.rules as unknown as readonly CompiledRule[];
}

/** `sha256:` and the hex digest of the compiled built-in rules. */
export const BUILTIN_RULES_DIGEST: string = builtin.digest;
