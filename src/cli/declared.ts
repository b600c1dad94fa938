import type { KnownFinder } from '../detect/known/finder.ts';

let find: (() => KnownFinder) | undefined;

/** Forgets what an earlier command line of this process declared. */
export function forgetDeclared(): void {
  find = undefined;
}

/** From now on no message shows what this finder finds; it is made once, for the first message there is. */
export function hideDeclared(make: () => KnownFinder): void {
  let finder: KnownFinder | undefined;
  find = () => (finder ??= make());
}

/** What finds declared values in messages; undefined where none were declared. */
export function declaredFinder(): KnownFinder | undefined {
  return find?.();
}
