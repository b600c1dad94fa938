import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './cache.ts';

const SYNTHETIC_RULES = 2000;
const CONSONANTS = 'bcdfghjklmnpqrstvwxz';
const VOWELS = 'aeiouy';

/** Writes a rule file of 2,000 rules whose keywords could be those of providers, and gives its path. */
export function syntheticRules(): string {
  const file = join(CACHE, 'synthetic-rules.yaml');
  const rules = Array.from({ length: SYNTHETIC_RULES }, (_, index) => ruleOf(index));
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ rules }));
  return file;
}

function ruleOf(index: number): object {
  const keyword = `${nameOf(index)}_`;
  return {
    id: `synthetic-${index}`,
    name: `Synthetic ${index}`,
    class: 'secret',
    severity: 'high',
    confidence: 'provider-shape',
    keywords: [keyword],
    pattern: String.raw`\b${keyword}(?<secret>[0-9A-Za-z]{32})\b`,
    examples: [[keyword, '{base62:32}']],
  };
}

/** Two syllables and a letter, different for each number below 14,400. */
function nameOf(index: number): string {
  const parts: readonly (readonly [letters: string, divisor: number])[] = [
    [CONSONANTS, 1],
    [VOWELS, 20],
    [CONSONANTS, 120],
    [VOWELS, 2400],
  ];
  const letters = parts.map(([from, divisor]) => from[Math.floor(index / divisor) % from.length]);
  return `${letters.join('')}${VOWELS[(index * 5 + 1) % VOWELS.length]}x`;
}
