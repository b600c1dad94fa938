import { compileWildcard, matchesStep, matchesSteps, type Segment } from './wildcard.ts';

/** One line of a .gitignore file. */
export interface IgnoreRule {
  /** `!`: what it matches is not ignored after all. */
  readonly negated: boolean;
  /** A slash at the end: it matches only folders. */
  readonly folderOnly: boolean;
  /** A slash before its end: it is matched against the path below the file's folder, otherwise against the name. */
  readonly anchored: boolean;
  readonly segments: readonly Segment[];
}

/**
 * Reads a .gitignore file as git does (https://git-scm.com/docs/gitignore, "PATTERN FORMAT"). Lines that cannot match
 * anything are dropped.
 *
 * @param text the file's bytes as latin1 characters
 */
export function parseGitignore(text: string): IgnoreRule[] {
  const lines = text.replace(/^\xEF\xBB\xBF/, '').split('\n');
  return lines.map(parseLine).filter((rule) => rule !== undefined);
}

function parseLine(line: string): IgnoreRule | undefined {
  if (line.startsWith('#')) return undefined;
  let pattern = trimEnd(line.replace(/\r$/, '').replace(/\0.*$/s, ''));
  const negated = pattern.startsWith('!');
  if (negated) pattern = pattern.slice(1);
  const folderOnly = pattern.endsWith('/');
  if (folderOnly) pattern = pattern.slice(0, -1);
  const anchored = pattern.includes('/');
  if (pattern.startsWith('/')) pattern = pattern.slice(1);
  if (pattern === '') return undefined;
  const segments = compileWildcard(pattern);
  return segments && { negated, folderOnly, anchored, segments };
}

/** Removes spaces at the end unless a backslash precedes them. */
function trimEnd(line: string): string {
  let end = 0;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '\\') end = Math.min(++at + 1, line.length);
    else if (line[at] !== ' ') end = at + 1;
  }
  return line.slice(0, end);
}

/**
 * The verdict of one file's rules on a path: true or false from the last rule that matches, undefined if none does.
 *
 * @param steps names from the file's folder down to the path, bytes as latin1 characters
 */
export function verdictOf(
  rules: readonly IgnoreRule[],
  steps: readonly string[],
  folder: boolean,
): boolean | undefined {
  const rule = rules.findLast((candidate) => (folder || !candidate.folderOnly) && matches(candidate, steps));
  return rule && !rule.negated;
}

function matches(rule: IgnoreRule, steps: readonly string[]): boolean {
  if (rule.anchored) return matchesSteps(rule.segments, steps);
  const [segment] = rule.segments;
  return segment === 'deep' || (segment !== undefined && matchesStep(segment, steps.at(-1) ?? ''));
}
