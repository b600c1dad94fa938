import { withMarks } from '../name-mark.ts';

/** Stands where a value was. It names the rule and nothing of the value: equal values cannot be told from others. */
export function markOf(ruleId: string): string {
  return `[REDACTED:${ruleId}]`;
}

/** Puts marks where a name that was made safe to show has its own. */
export function markedName(safeName: string): string {
  return withMarks(safeName, markOf);
}
