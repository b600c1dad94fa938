import { withMarks } from '../name-mark.ts';

/** Replaces a value. It names the rule but reveals nothing of the value, not even whether two values are equal. */
export function markOf(ruleId: string): string {
  return `[REDACTED:${ruleId}]`;
}

/** Converts the marks of a name that was made safe to show. */
export function markedName(safeName: string): string {
  return withMarks(safeName, markOf);
}
