import type { Located } from './syntax.ts';

const USER_ABOVE =
  /(?:e-?mail|user(?: ?name)?|login|account)["'`*]{0,3}[ \t]?[:=][ \t]?["'`*]{0,3}[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,40})+["'`*]{0,3},?\r?\n[ \t>*#|-]{0,12}["'`*]{0,3}$/i;
const FARTHEST = 160;

/** `Email: ann@corp.test` on the line above: the value below it is not a type, even if it is written like one. */
export function isBelowUser(
  text: string,
  { nameStart, operator }: Pick<Located, 'operator'> & { nameStart: number },
): boolean {
  return /^[:=]$/.test(operator) && USER_ABOVE.test(text.slice(Math.max(0, nameStart - FARTHEST), nameStart));
}
