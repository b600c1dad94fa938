import type { Confidence } from '../types.ts';
import type { CompiledRule } from './rule.ts';

/** Confidences that the value itself proves: a published shape, a checksum, a declared value. */
export const KNOWN_SHAPES: ReadonlySet<Confidence> = new Set(['known-value', 'checksum-valid', 'provider-shape']);

/** Whether a match of the rule may have one of these confidences: a matcher only lowers the rule's, a validator may raise it. */
export function mayProveItself({ confidence, validator }: Pick<CompiledRule, 'confidence' | 'validator'>): boolean {
  return KNOWN_SHAPES.has(confidence) || validator !== undefined;
}
