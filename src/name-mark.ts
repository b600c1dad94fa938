const MARKS = /<redacted:(?<rule>[\w-]+)>/g;

/** What stands in a name from evidence in the place of a value that a rule finds in it, so that the name may be shown. */
export function nameMark(ruleId: string): string {
  return `<redacted:${ruleId}>`;
}

/** What stands there for a value that was found elsewhere: no rule sees it in the name alone. */
export const VALUE_MARK: string = nameMark('value');
/** Characters of the shortest value that {@link VALUE_MARK} stands for. */
export const SHORTEST_MARKED = 6;

/** Where the last mark of a name begins, in UTF-16 units; -1 where it has none. */
export function lastMark(name: string): number {
  return [...name.matchAll(MARKS)].at(-1)?.index ?? -1;
}

/** Whether a value was taken out of a name or of a text with names: what it says is then no file's own name. */
export function isMarked(text: string): boolean {
  return lastMark(text) >= 0;
}

/** A name with something else in the place of each mark. @param put is given the id of the mark's rule */
export function withMarks(name: string, put: (ruleId: string) => string): string {
  return name.replace(MARKS, (_, rule: string) => put(rule));
}
