/** Classes of ASCII characters, for a byte or a UTF-16 unit; `undefined` and NaN beyond the end of a text belong to none. */

/** `0` to `9`. */
export function isDecimalDigit(code: number | undefined): boolean {
  return code !== undefined && code >= 0x30 && code <= 0x39;
}

/** `0` to `7`. */
export function isOctalDigit(code: number | undefined): boolean {
  return code !== undefined && code >= 0x30 && code <= 0x37;
}

/** `A` to `Z`. */
export function isCapitalLetter(code: number | undefined): boolean {
  return code !== undefined && code >= 0x41 && code <= 0x5a;
}

/** `a` to `z`. */
export function isSmallLetter(code: number | undefined): boolean {
  return code !== undefined && code >= 0x61 && code <= 0x7a;
}

/** A letter of either case, or a digit. */
export function isLetterOrDigit(code: number | undefined): boolean {
  if (code === undefined) return false;
  const letter = code | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39);
}

/** What `\w` matches: letters, digits, the underscore. */
export function isWordCharacter(code: number | undefined): boolean {
  return isLetterOrDigit(code) || code === 0x5f;
}

/** The blank and the tabulator. */
export function isSpaceOrTab(code: number | undefined): boolean {
  return code === 0x20 || code === 0x09;
}

/** Line feed and carriage return. */
export function isLineBreak(code: number | undefined): boolean {
  return code === 0x0a || code === 0x0d;
}

/** Blank, tabulators and line breaks: what `\s` matches of ASCII. */
export function isWhiteSpace(code: number | undefined): boolean {
  return code !== undefined && (code === 0x20 || (code >= 0x09 && code <= 0x0d));
}

/** The blank to the tilde. */
export function isPrintableAscii(code: number | undefined): boolean {
  return code !== undefined && code >= 0x20 && code < 0x7f;
}
