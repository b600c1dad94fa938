import { builtinRules } from '../detect/builtin.ts';
import { Detector } from '../detect/detector.ts';
import { SafeNames } from '../scan/names.ts';
import { visible } from '../report/sanitize.ts';
import { declaredFinder } from './declared.ts';

/** A message that may quote a name from evidence, made safe: secrets and declared values replaced, control characters shown. */
export function safeText(text: string): string {
  const names = new SafeNames(new Detector(builtinRules(), { known: declaredFinder() }));
  return text
    .split('\n')
    .map((line) => visible(names.of(line)))
    .join('\n');
}
