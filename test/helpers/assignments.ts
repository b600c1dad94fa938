import { builtinRules } from '../../src/detect/builtin.ts';
import { assignmentMatcher } from '../../src/detect/generic/matcher.ts';

const matchAssignment = assignmentMatcher();
const keywords = builtinRules().find(({ id }) => id === 'generic-secret')?.keywords ?? [];

/** Values behind any keyword of the rule; texts are read as their bytes, as the engine does. */
export function findings(written: string): string[] {
  return valuesOf(written, false);
}

/** The same, with what a match has found beside its own. */
export function allFindings(written: string): string[] {
  return valuesOf(written, true);
}

function valuesOf(written: string, isAll: boolean): string[] {
  const text = Buffer.from(written).toString('latin1');
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const found = new Set<string>();
  for (const word of keywords) {
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) {
      const match = matchAssignment(text, at);
      const matches = match === undefined ? [] : [match, ...((isAll ? match.also : undefined) ?? [])];
      for (const { secretStart, secretEnd } of matches) found.add(text.slice(secretStart, secretEnd));
    }
  }
  return [...found];
}
