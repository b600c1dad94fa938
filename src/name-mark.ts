const MARKS = /<redacted:(?<rule>[\w-]+)>/g;

/** What replaces a value that a rule finds in a name from evidence, so that the name may be shown. */
export function nameMark(ruleId: string): string {
  return `<redacted:${ruleId}>`;
}

/** The replacement for a value that was found elsewhere: no rule recognises it in the name alone. */
export const VALUE_MARK: string = nameMark('value');
/** Minimum length of a value that {@link VALUE_MARK} replaces. */
export const SHORTEST_MARKED = 6;

/** Start of a name's last mark, in UTF-16 units; -1 if it has none. */
export function lastMark(name: string): number {
  return [...name.matchAll(MARKS)].at(-1)?.index ?? -1;
}

/** Whether a value was removed from a name or from a text with names: it is then not the actual name of a file. */
export function isMarked(text: string): boolean {
  return lastMark(text) >= 0;
}

/** A name with each mark replaced. @param put is given the id of the mark's rule */
export function withMarks(name: string, put: (ruleId: string) => string): string {
  return name.replace(MARKS, (_, rule: string) => put(rule));
}
