/**
 * Literal parts of a redaction pattern, between which any run of characters may occur. One star is a wildcard; two or
 * more stand for themselves, because redaction leaves stars.
 */
export function redactionParts(pattern: string): readonly string[] {
  return pattern.split(/(?<!\*)\*(?!\*)/);
}
