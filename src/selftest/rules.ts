import { expand } from '../detect/examples.ts';
import type { CompiledRule } from '../detect/rule.ts';
import { VALIDATORS } from '../detect/validators/registry.ts';

/** A rule and the templates of what it must find. */
export interface RuleExamples {
  readonly rule: CompiledRule;
  readonly examples: readonly (readonly string[])[];
}

/** Number of attempts to make a sample that does not happen to be a placeholder. */
const TRIES = 8;

/**
 * A text that the rule must find: its first example, filled with random characters and the checksum that its validator
 * requires. Undefined if the rule has no example that can be made.
 */
export function sampleOf(
  { rule, examples }: RuleExamples,
  seed: string,
  isHit: (text: string) => boolean,
): string | undefined {
  const validator = VALIDATORS[rule.validator ?? ''];
  const complete = validator?.complete?.bind(validator);
  let text: string | undefined;
  for (const [index, parts] of examples.entries()) {
    for (let round = 0; round < TRIES; round++) {
      text = expand(parts, `${seed} ${rule.id} ${index} ${round}`, complete);
      if (isHit(text)) return text;
    }
  }
  return text;
}
