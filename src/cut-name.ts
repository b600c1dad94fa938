/** What a name may be cut at: a blank, or the border of a folder. */
const BORDER = /[\s/\\]/;

/**
 * A name from evidence that is cut behind `limit` characters, or was before: without the row of characters that the cut falls into,
 * because half a value is none that a rule finds.
 *
 * @param isCut whether its end is missing already
 * @example cutName('folder/name', 9) // 'folder/…'
 */
export function cutName(name: string, limit: number, isCut: boolean = false): string {
  if (!isCut && name.length <= limit) return name;
  let end = Math.min(name.length, limit);
  while (end > 0 && !BORDER.test(name.charAt(end - 1))) end--;
  return `${name.slice(0, end)}…`;
}
