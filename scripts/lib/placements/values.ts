import { VALIDATORS } from '../../../src/detect/validators/registry.ts';
import { expand } from '../values.ts';
import { BASE62, ODD, type Random } from './random.ts';

/** A value that is planted. */
export interface PlacedValue {
  /** Of a declared value: what it is called. */
  readonly name: string;
  readonly text: string;
  /** The rule that finds it; absent for a declared value. */
  readonly rule?: string;
}

const SHORTEST = 12;
const LONGEST = 128;

/** Declared values of 12 to 128 characters: letters and digits, and every third one with what formats escape. */
export function declaredValues(random: Random, count: number): readonly PlacedValue[] {
  return Array.from({ length: count }, (_, index) => {
    const length = SHORTEST + random.int(LONGEST - SHORTEST + 1);
    const alphabet = index % 3 === 0 ? ODD : BASE62;
    // Blanks at the ends are taken off by those who read values.
    const [first, last] = [random.text(BASE62, 1), random.text(BASE62, 1)];
    return { name: `V${index}`, text: `${first}${random.text(alphabet, length - 2)}${last}` };
  });
}

/** Tokens that rules tell by their shape, 12 to 128 characters as well; templates of `expand`. */
const TOKENS = [
  { rule: 'github-classic-pat', template: ['ghp_', '{base62:30}', '{check}'], validator: 'github-crc' },
  { rule: 'gitlab-pat', template: ['glpat-', '{base62:20}'] },
  { rule: 'stripe-secret-key', template: ['sk_live_', '{base62:24}'] },
  { rule: 'anthropic-api-key', template: ['sk-ant-api03-', '{base62:93}', 'AA'] },
] as const;

/** Tokens of a few rules. */
export function tokens(seed: number, count: number): readonly PlacedValue[] {
  return Array.from({ length: count }, (_, index) => {
    const token = TOKENS[index % TOKENS.length] as (typeof TOKENS)[number] & { readonly validator?: string };
    const validator = VALIDATORS[token.validator ?? ''];
    const text = expand(token.template, `placed ${seed} ${index}`, validator?.complete?.bind(validator));
    return { name: `T${index}`, text, rule: token.rule };
  });
}
