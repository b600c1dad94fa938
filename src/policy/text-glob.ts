/** Whether a pattern matches a whole text. */
export type TextMatcher = (text: string) => boolean;

/**
 * Compiles a glob over any text: `*` (or several in a row) matches any run of characters, including none, line breaks
 * and slashes; every other character matches itself.
 *
 * @example compileTextGlob('op://**')('op://vault/item') // true
 */
export function compileTextGlob(pattern: string): TextMatcher {
  return compileTextParts(pattern.split(/\*+/));
}

/**
 * A matcher for literal parts with any run of characters between them. Each part is searched for once from left to
 * right, so that no text makes it slow.
 */
export function compileTextParts(parts: readonly string[]): TextMatcher {
  const prefix = parts[0] ?? '';
  if (parts.length < 2) return (text) => text === prefix;
  const suffix = parts.at(-1) ?? '';
  const middle = parts.slice(1, -1);
  const least = prefix.length + suffix.length;
  return (text) =>
    text.length >= least &&
    text.startsWith(prefix) &&
    text.endsWith(suffix) &&
    holdsInOrder(text.slice(prefix.length, text.length - suffix.length), middle);
}

function holdsInOrder(text: string, parts: readonly string[]): boolean {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}

/** Compiles several globs into one matcher that holds if one of them does. */
export function compileTextGlobs(patterns: readonly string[]): TextMatcher {
  const literals = new Set(patterns.filter((pattern) => !pattern.includes('*')));
  const globs = patterns.filter((pattern) => pattern.includes('*')).map(compileTextGlob);
  return (text) => literals.has(text) || globs.some((matches) => matches(text));
}
