import type { Secret } from '../secret.ts';
import type { Allow } from './packet.ts';
import { redactionParts } from './redaction-pattern.ts';
import { compileTextGlobs, compileTextParts } from './text-glob.ts';
import type { TextMatcher } from './text-glob.ts';

/** What a value turns out to be instead of a secret. */
export type Harmless = 'redaction' | 'reference';

/** Maximum length of a redaction mark or a reference, in UTF-16 code units. */
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

/** A text with quotes or an alternative may contain a fallback value: `${{ secrets.X || 'value' }}`. */
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

/** The character that the text repeats, and how often; 0 for any other text. */
function runOf(text: string): { readonly character: string; readonly length: number } {
  const [character = ''] = text;
  if (character === '' || text !== character.repeat(text.length / character.length)) return { character, length: 0 };
  return { character, length: text.length / character.length };
}

/** A variable's name, alone or as shells, Windows and templates refer to it; upper case, unlike a long random value. */
function compileEnvNames(patterns: readonly string[]): TextMatcher {
  const matches = compileTextGlobs(patterns);
  return (text) => {
    const name = /^(?:\$\{?(?:env:)?|%|env:)?(?<name>[A-Z_][A-Z0-9_]*)[}%]?$/.exec(text)?.groups?.['name'];
    return name !== undefined && matches(name);
  };
}
