type ByteSet = Readonly<Uint8Array>;

/** The set of the bytes that a character class of one character fits. */
function fitting(pattern: RegExp): ByteSet {
  return Uint8Array.from({ length: 256 }, (_, byte) => Number(pattern.test(String.fromCharCode(byte))));
}

/** What may stand before a program's name; `!` in a notebook, `>` in a prompt or an element. */
export const BEFORE: RegExp = /[\s\0"'`/\\=([\],;|&$}!>]/;
/** What may stand right behind it, or behind its ending. */
export const BEHIND: RegExp = /[\s\0"'\\,]/;
const BEFORE_BYTES = fitting(BEFORE);
const BEHIND_BYTES = fitting(BEHIND);
/** What the names of the table's programs consist of, in either case. */
const NAME_BYTES = fitting(/[a-z0-9_-]/i);
/** Longer than any of them. */
const MOST_NAME = 64;
/** What the name of a program's file may end with. */
export const ENDING: RegExp = /\.(?:exe|py|sh|bat|cmd)/;
const LONGEST_ENDING = 4;
const WHOLE_ENDING = new RegExp(`^${ENDING.source}$`, 'i');
const DOT = 0x2e;

/**
 * Whether the name of a program may begin at `at`, or behind the byte there: `http` and `net` stand in millions of addresses
 * and names, of which the bytes around say that they are none.
 */
export function mayBeCommand(bytes: Uint8Array, at: number): boolean {
  const start = at + (BEFORE_BYTES[bytes[at] ?? 0] as number);
  if (start > 0 && BEFORE_BYTES[bytes[start - 1] as number] !== 1) return false;
  let end = start;
  while (end - start < MOST_NAME && NAME_BYTES[bytes[end] ?? 0] === 1) end++;
  if (end >= bytes.length) return false;
  return BEHIND_BYTES[bytes[end] as number] === 1 || isEnding(bytes, end);
}

function isEnding(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== DOT) return false;
  let end = at + 1;
  while (end - at <= LONGEST_ENDING && NAME_BYTES[bytes[end] ?? 0] === 1) end++;
  if (end >= bytes.length || BEHIND_BYTES[bytes[end] as number] !== 1) return false;
  return WHOLE_ENDING.test(String.fromCharCode(...bytes.subarray(at, end)));
}
