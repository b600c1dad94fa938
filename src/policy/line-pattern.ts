/** Finds a named group in one line, or nothing. */
export type LinePattern = (line: string) => string | undefined;

/** Longer lines are no headings and no status lines. */
const MAX_LINE = 300;
const MOST_UNBOUNDED = 4;

/**
 * Compiles a packet's regular expression over single lines. It may not become slow: no repetition of a repeated group, no
 * reference back, at most four unbounded repetitions, on lines of at most 300 characters.
 *
 * @returns why it cannot be used, in words, or the compiled pattern
 */
export function linePattern(source: string, group: string): LinePattern | string {
  const plain = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  if (/\)(?:[*+]|\{\d*,)/.test(plain)) return 'a repeated group could make it slow';
  if (/\\(?:[1-9]|k<)/.test(source)) return 'a reference back could make it slow';
  if ((plain.match(/[*+]|\{\d+,\}/g) ?? []).length > MOST_UNBOUNDED)
    return 'it has more than four unbounded repetitions';
  if (!source.includes(`(?<${group}>`)) return `it needs the group (?<${group}>…)`;
  let pattern: RegExp;
  try {
    pattern = new RegExp(source, 'u');
  } catch {
    return 'it is no regular expression';
  }
  return (line) => (line.length > MAX_LINE ? undefined : pattern.exec(line)?.groups?.[group]);
}
