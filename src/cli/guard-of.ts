import { builtinRules } from '../detect/builtin.ts';
import { OutputGuard } from '../report/guard.ts';
import type { ScanContext } from '../scan/context.ts';
import { showsValue } from '../scan/shown-values.ts';

/** The last look at a text that tells of a run: does it hold a value that was matched, other than as a word of our own? */
export function guardOf({ collector, detector }: ScanContext, words: readonly string[]): OutputGuard {
  return new OutputGuard(collector.secrets, (text) => showsValue(text, detector), guardWords(words));
}

/** Words of our own that any text may hold, beside those given. */
export function guardWords(words: readonly string[]): readonly string[] {
  return [...builtinRules().map(({ id, name }) => `${id} ${name}`), ...words];
}
