import { endOfName, endOfRow, fitting } from './may-begin.ts';
import { LONGEST_COMMAND } from './words.ts';

const [LF, SPACE, DOUBLE, SINGLE] = [10, 32, 0x22, 0x27] as const;
/** Longest row of the bytes of names that is followed. */
const MOST_FOLLOWED = 256;
/** The byte in front of a name, `.exe`, and what is read behind the last byte that counts. */
const BESIDE = 8;
/** Behind the quotation mark that ends a name: what a list or a shell goes on with. */
const GOES_ON = fitting(/[\s\0,\]\\^`"']/);
/** Behind a name and a blank: what a list may go on with. */
const IS_LISTED = fitting(/[\s,a]/);
/** What may let a command go on in the next line. */
const CONTINUES = fitting(/[\\^`]/);

/**
 * How many bytes around `at` say that no command line with a value begins there, if none does, whatever stands beyond: those of the name, where
 * it is none, or of the line, as the words of a shell end with it. Undefined where more may count.
 */
export function noCommandWithin(bytes: Uint8Array, at: number): number | undefined {
  const end = endOfName(bytes, at);
  const last = end < 0 ? endOfRow(bytes, at + 1) : lastThatCounts(bytes, end);
  if (last === undefined || last >= bytes.length) return undefined;
  return end >= 0 || last - at < MOST_FOLLOWED ? last - at + BESIDE : undefined;
}

function lastThatCounts(bytes: Uint8Array, end: number): number | undefined {
  const [behind, next] = [bytes[end], bytes[end + 1]];
  if (next === undefined) return undefined;
  if (behind === DOUBLE || behind === SINGLE) return GOES_ON[next] === 1 ? undefined : end + 1;
  if (behind !== SPACE || IS_LISTED[next] === 1) return undefined;
  const limit = Math.min(bytes.length, end + LONGEST_COMMAND);
  for (let at = end; at < limit; at++) {
    if (bytes[at] === LF) return at;
    if (CONTINUES[bytes[at] as number] === 1) return undefined;
  }
  return undefined;
}
