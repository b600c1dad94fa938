import type { KnownName } from '../../types.ts';
import { type CompiledRule, NO_PATTERN } from '../rule.ts';
import type { KnownMatch } from './finder.ts';

/** The rule for findings of declared values: it has a set of values instead of keywords or a pattern. */
export const KNOWN_RULE: CompiledRule = {
  id: 'known-value',
  name: 'Known value',
  class: 'secret',
  severity: 'critical',
  confidence: 'known-value',
  keywords: [],
  ...NO_PATTERN,
};

/** The name of a matched value for a finding and, for a part of it, how much is disclosed. */
export function knownName({ name, shown, chars, bits }: KnownMatch): KnownName {
  if (shown >= chars) return { name };
  return { name, part: { characters: shown, bits: Math.round(bits) } };
}

/** The same in words. */
export function knownLabel({ name, part }: KnownName): string {
  const label = `Known value ${name}`;
  return part === undefined ? label : `${label}, ${part.characters} characters of it (about ${part.bits} bits)`;
}
