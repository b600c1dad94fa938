import type { GitleaksRequired } from '../rule.ts';
import type { GitleaksMatch } from './gitleaks-rule.ts';

const NEWLINE = 10;

/** Whether a match is close enough to another one, by the lines and columns of their starts. */
export function isNear(
  bytes: Buffer,
  one: GitleaksMatch,
  other: GitleaksMatch,
  { withinLines, withinColumns }: GitleaksRequired,
): boolean {
  if (withinLines !== undefined && linesBetween(bytes, one.start, other.start) > withinLines) return false;
  return (
    withinColumns === undefined || Math.abs(columnOf(bytes, one.start) - columnOf(bytes, other.start)) <= withinColumns
  );
}

function linesBetween(bytes: Buffer, a: number, b: number): number {
  const end = Math.max(a, b);
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE, Math.min(a, b)); at >= 0 && at < end; at = bytes.indexOf(NEWLINE, at + 1))
    count++;
  return count;
}

/** Columns count from the line break before the line, which the first line does not have. */
function columnOf(bytes: Buffer, at: number): number {
  const before = at === 0 ? -1 : bytes.lastIndexOf(NEWLINE, at - 1);
  return at - Math.max(0, before);
}
