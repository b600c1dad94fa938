import type { Confidence } from '../types.ts';
import type { CompiledRule } from './rule.ts';

/** What is proven by the value itself: a published shape, a checksum, a declared value. */
export const KNOWN_SHAPES: ReadonlySet<Confidence> = new Set(['known-value', 'checksum-valid', 'provider-shape']);

/** Whether a match of the rule may be one of {@link KNOWN_SHAPES}: a matcher says less of a match than its rule does, a validator may say more. */
export function mayProveItself({ confidence, validator }: Pick<CompiledRule, 'confidence' | 'validator'>): boolean {
  return KNOWN_SHAPES.has(confidence) || validator !== undefined;
}
