const QUOTE = 34;
const COLON = 58;
const SPACE = 32;
const BACKSLASH = 92;
/** Maximum length of an attribute name, and the length from which it must have separators. */
const LONGEST = 80;
const LONGEST_WORD = 20;
const MOST_DIGITS = 3;
/** The word, its quotes, the colon, blanks, and the longest name. */
const MOST_READ = 3 + 2 + 9 + 1 + LONGEST + 1;

/**
 * Whether the `key` at `at` is the member of a list of pairs, `{"key":"http.status_code","value":…}`: its value is a name. Traces contain
 * millions of them, so this examines only single characters.
 */
export function isMapKey(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 3] !== QUOTE || bytes[at - 1] !== QUOTE) return false;
  const colon = skipSpaces(bytes, at + 4);
  if (bytes[colon] !== COLON) return false;
  const quote = skipSpaces(bytes, colon + 1);
  return bytes[quote] === QUOTE && isNameOfSomething(bytes, quote + 1);
}

/** As {@link isMapKey}, for a text with one character for each byte. */
export function isMapKeyIn(text: string, at: number): boolean {
  if (text.charCodeAt(at + 3) !== QUOTE || text.charCodeAt(at - 1) !== QUOTE) return false;
  return isMapKey(Buffer.from(text.slice(at - 1, at + MOST_READ), 'latin1'), 1);
}

function isNameOfSomething(bytes: Uint8Array, start: number): boolean {
  let digits = 0;
  let separators = 0;
  let end = start;
  for (; end - start <= LONGEST; end++) {
    const code = bytes[end] ?? 0;
    if (code === QUOTE) break;
    if (code >= 48 && code <= 57) digits++;
    else if (isSeparator(code)) separators++;
    else if (!(code >= 97 && code <= 122)) return false;
  }
  return end - start <= LONGEST && digits <= MOST_DIGITS && (separators > 0 || end - start <= LONGEST_WORD);
}

/** `.`, `_`, `-`, `/`. */
function isSeparator(code: number): boolean {
  return code === 46 || code === 95 || code === 45 || code === 47;
}

function skipSpaces(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < from + 4 && bytes[at] === SPACE) at++;
  return at;
}

/** A bare `key` says next to nothing (`{"key": "http.url", …}`): its value has to be conclusive by itself. */
export const LEAST_BARE_KEY = 16;

/** `"key":"http.url"`: decided by its quotes alone, because traces contain thousands of them. */
export function isShortMember(text: string, nameEnd: number): boolean {
  if (text.charCodeAt(nameEnd) !== QUOTE || text.charCodeAt(nameEnd + 1) !== COLON) return false;
  const open = nameEnd + (text.charCodeAt(nameEnd + 2) === SPACE ? 3 : 2);
  if (text.charCodeAt(open) !== QUOTE) return false;
  for (let at = open + 1; at <= open + LEAST_BARE_KEY; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) return false;
    if (code === QUOTE) return at > open + 1;
  }
  return false;
}
