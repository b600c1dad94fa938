import type { MatcherFacts } from './compile.ts';

/** The reach of the manifest matchers: how far before `data:` a manifest may state its kind, and how far after it members are read. */
export const MANIFEST_FACTS: MatcherFacts = { lookBehind: 900, maxLength: 6000 };

const DATA = 'data:'.length;
const STRINGS = 'stringData:'.length;
const [TAB, LINE_END, RETURN, BLANK, BRACE] = [9, 10, 13, 32, 123] as const;
const MOST_BLANKS = 4;

function behindBlanks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < from + MOST_BLANKS && (bytes[at] === BLANK || bytes[at] === TAB)) at++;
  return bytes[at] ?? LINE_END;
}

/** Whether the line ends after the `data:` at `at`: in code and logs it hardly ever does. */
export function mayOpenData(bytes: Uint8Array, at: number): boolean {
  const next = behindBlanks(bytes, at + DATA);
  return next === LINE_END || next === RETURN;
}

/** The same for `stringData:`. */
export function mayOpenStrings(bytes: Uint8Array, at: number): boolean {
  const next = behindBlanks(bytes, at + STRINGS);
  return next === LINE_END || next === RETURN;
}

/** Backslashes before the quotation mark, and a blank. */
const MOST_BETWEEN = 6;

function opensObject(bytes: Uint8Array, from: number): boolean {
  for (let next = from; next < from + MOST_BETWEEN; next++) if (bytes[next] === BRACE) return true;
  return false;
}

/** Whether an object opens after the `data":` at `at`. */
export function mayOpenObject(bytes: Uint8Array, at: number): boolean {
  return opensObject(bytes, at + 'data":'.length);
}

/** The same for `stringData":`. */
export function mayOpenStringsObject(bytes: Uint8Array, at: number): boolean {
  return opensObject(bytes, at + 'stringData":'.length);
}
