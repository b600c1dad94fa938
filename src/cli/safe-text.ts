import { builtinRules } from '../detect/builtin.ts';
import { Detector } from '../detect/detector.ts';
import type { KnownFinder } from '../detect/known/finder.ts';
import { SafeNames } from '../scan/names.ts';
import { visible } from '../report/sanitize.ts';

let findDeclared: (() => KnownFinder) | undefined;

/** From now on no message shows what this finder finds; it is made once, for the first message there is. */
export function hideDeclared(make: () => KnownFinder): void {
  let finder: KnownFinder | undefined;
  findDeclared = () => (finder ??= make());
}

/** A message that may quote a name from evidence, made safe: secrets and declared values replaced, control characters shown. */
export function safeText(text: string): string {
  const names = new SafeNames(new Detector(builtinRules(), { known: findDeclared?.() }));
  return text
    .split('\n')
    .map((line) => visible(names.of(line)))
    .join('\n');
}
