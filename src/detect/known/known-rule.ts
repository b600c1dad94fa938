import type { KnownName } from '../../types.ts';
import { type CompiledRule, NO_PATTERN } from '../rule.ts';
import type { KnownMatch } from './finder.ts';

/** The rule that findings of declared values name: no keyword or pattern of its own, a set of values in its place. */
export const KNOWN_RULE: CompiledRule = {
  id: 'known-value',
  name: 'Known value',
  class: 'secret',
  severity: 'critical',
  confidence: 'known-value',
  keywords: [],
  ...NO_PATTERN,
};

/** What a finding says of a match: the value's name, and of a part of it how much is disclosed. */
export function knownName({ name, shown, chars, bits }: KnownMatch): KnownName {
  if (shown >= chars) return { name };
  return { name, part: { characters: shown, bits: Math.round(bits) } };
}

/** The same in words. */
export function knownLabel({ name, part }: KnownName): string {
  const label = `Known value ${name}`;
  return part === undefined ? label : `${label}, ${part.characters} characters of it (about ${part.bits} bits)`;
}
