import type { Secret } from '../secret.ts';
import type { Allow } from './packet.ts';
import { redactionParts } from './redaction-pattern.ts';
import { compileTextGlobs, compileTextParts } from './text-glob.ts';
import type { TextMatcher } from './text-glob.ts';

/** What a value turns out to be instead of a secret. */
export type Harmless = 'redaction' | 'reference';

/** Longest text, in UTF-16 code units, that may be a redaction mark or a reference. */
const MAX_LENGTH = 512;

/** Compiles the packet's redactions and references into one test of a value's whole text. */
export function compileReferences(allow: Allow): (secret: Secret) => Harmless | undefined {
  const isRedaction = compileRedactions(allow.redactions);
  const isName = compileEnvNames(allow.envNames);
  const isStoreRef = compileTextGlobs(allow.secretRefs);
  return (secret) => {
    const text = secret.reveal();
    if (text.length > MAX_LENGTH || /[\r\n]/.test(text)) return undefined;
    if (isRedaction(text)) return 'redaction';
    return isName(text) || (isPlainReference(text) && isStoreRef(text)) ? 'reference' : undefined;
  };
}

/** With quotes or an alternative in it a text may hold a fallback value: `${{ secrets.X || 'value' }}`. */
function isPlainReference(text: string): boolean {
  return !/["'`|]/.test(text);
}

function compileRedactions(patterns: readonly string[]): TextMatcher {
  const runs = new Map<string, number>();
  const matchers: TextMatcher[] = [];
  for (const pattern of patterns.map((text) => text.toLowerCase())) {
    const run = runOf(pattern);
    if (run.length >= 3) runs.set(run.character, Math.min(run.length, runs.get(run.character) ?? Infinity));
    else matchers.push(compileTextParts(redactionParts(pattern)));
  }
  return (text) => {
    const lower = text.toLowerCase();
    const run = runOf(lower);
    return run.length >= (runs.get(run.character) ?? Infinity) || matchers.some((matches) => matches(lower));
  };
}

/** The one character that the text repeats, and how often; 0 times for any other text. */
function runOf(text: string): { readonly character: string; readonly length: number } {
  const [character = ''] = text;
  if (character === '' || text !== character.repeat(text.length / character.length)) return { character, length: 0 };
  return { character, length: text.length / character.length };
}

/** A variable's name alone or as shells, Windows and templates refer to it; upper case, as no random value is for long. */
function compileEnvNames(patterns: readonly string[]): TextMatcher {
  const matches = compileTextGlobs(patterns);
  return (text) => {
    const name = /^(?:\$\{?(?:env:)?|%|env:)?(?<name>[A-Z_][A-Z0-9_]*)[}%]?$/.exec(text)?.groups?.['name'];
    return name !== undefined && matches(name);
  };
}
