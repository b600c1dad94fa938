/**
 * Literal parts of a redaction pattern, any run of characters between them. One star is a wildcard; two or more stand
 * for themselves, because stars are what redaction leaves.
 */
export function redactionParts(pattern: string): readonly string[] {
  return pattern.split(/(?<!\*)\*(?!\*)/);
}
