type ByteSet = Readonly<Uint8Array>;

/** The set of bytes that a single-character class matches. */
function fitting(pattern: RegExp): ByteSet {
  return Uint8Array.from({ length: 256 }, (_, byte) => Number(pattern.test(String.fromCharCode(byte))));
}

/** What may precede a program's name; `!` in a notebook, `>` in a prompt or an element. */
export const BEFORE: RegExp = /[\s\0"'`/\\=([\],;|&$}!>]/;
/** What may directly follow it, or its extension. */
export const BEHIND: RegExp = /[\s\0"'\\,]/;
const BEFORE_BYTES = fitting(BEFORE);
const BEHIND_BYTES = fitting(BEHIND);
/** The bytes in the names of the table's programs, in either case. */
const NAME_BYTES = fitting(/[a-z0-9_-]/i);
/** Longer than any of them. */
const MOST_NAME = 64;
/** Extensions of program files. */
export const ENDING: RegExp = /\.(?:exe|py|sh|bat|cmd)/;
const LONGEST_ENDING = 4;
const WHOLE_ENDING = new RegExp(`^${ENDING.source}$`, 'i');
const DOT = 0x2e;

/**
 * Whether the name of a program may begin at `at`, or after the byte there: `http` and `net` occur in millions of addresses and names,
 * which the surrounding bytes rule out.
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
