import { LinearPattern } from '../engine/linear/linear-pattern.ts';

/** Finds a named group in one line; undefined if it does not match. */
export type LinePattern = (line: string) => string | undefined;

/** Longer lines are neither headings nor status lines. */
const MAX_LINE = 300;

/**
 * Compiles a packet's regular expression for single lines, in RE2 syntax: matching takes time linear in the line,
 * whatever the packet asks for.
 *
 * @returns the compiled pattern, or why it cannot be used, in words
 */
export function linePattern(source: string, group: string): LinePattern | string {
  let pattern: LinearPattern;
  try {
    pattern = new LinearPattern(source);
  } catch (error) {
    return `it is not a valid RE2 regular expression (${error instanceof SyntaxError ? error.message : 'malformed'})`;
  }
  const number = pattern.names.get(group);
  if (number === undefined) return `it needs the group (?<${group}>…)`;
  return (line) => {
    if (line.length > MAX_LINE) return undefined;
    const bytes = Buffer.from(line);
    const [start = -1, end = -1] = pattern.find(bytes, 0, bytes.length + 1)?.subarray(2 * number, 2 * number + 2) ?? [];
    return start < 0 ? undefined : bytes.toString('utf8', start, end);
  };
}
