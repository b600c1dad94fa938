/** Characters that JSON lets stand but that steer a terminal or hide text; they occur within strings alone. */
const UNSAFE = /[\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g;
/** An escape of JSON, the four digits only where they name a lone surrogate (`JSON.stringify` escapes no other). */
const ESCAPE = /\\(?:ud[89a-f][0-9a-f]{2}|.)/g;

/**
 * JSON on one line. Names stay what they are, but controls and bidi marks are written as `\u009b`, and lone surrogates become
 * U+FFFD (RFC 7493: strict readers refuse the whole document otherwise, so one hostile name could hide every finding).
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value).replace(ESCAPE, (escape) => (escape.length > 2 ? '\uFFFD' : escape));
  return text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A JSON list with one item a line, so that reports can be compared and searched line by line. */
export function jsonLines(items: readonly unknown[]): string {
  return items.length === 0 ? '[]' : `[\n${items.map(jsonText).join(',\n')}\n]`;
}
