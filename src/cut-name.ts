/** Where a name may be cut: at a blank or a path separator. */
const BORDER = /[\s/\\]/;

/**
 * A name from evidence, truncated to `limit` characters or already incomplete: the run of characters at the cut is dropped, because no rule
 * would recognise half a value.
 *
 * @param isCut whether its end is already missing
 * @example cutName('folder/name', 9) // 'folder/…'
 */
export function cutName(name: string, limit: number, isCut: boolean = false): string {
  if (!isCut && name.length <= limit) return name;
  let end = Math.min(name.length, limit);
  while (end > 0 && !BORDER.test(name.charAt(end - 1))) end--;
  return `${name.slice(0, end)}…`;
}
