import type { Detector } from '../detect/detector.ts';
import { byteClass } from '../view/byte-class.ts';

const [LF, CR] = [10, 13] as const;
/** Bytes in front of the end of a line by which it is told. */
const LOOK = 256;
const TOKEN = byteClass('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/.=~_-');
/** Such characters in a row, with a letter and a digit, may be the part of a token in front of a line break. */
const LEAST_TOKEN = 16;
/** What programs write behind such a part: quotation marks, an operator, the sign that the line goes on. */
const BEHIND = byteClass(' \t"\'`+,&\\');
const MOST_BEHIND = 8;

/** Whether what ends with a line may be the first part of a value that the next line goes on with. */
export type IsOpen = (text: Buffer, end: number) => boolean;

/**
 * Tells lines that break a value from others: by a row of characters of tokens at the end, and by a declared value of which
 * four bytes or more are there and the next ones are not. By the 256 bytes in front of the line's end alone.
 */
export function openLines(detector: Detector): IsOpen {
  return (text, end) => {
    const bytes = text.subarray(Math.max(0, end - LOOK), withoutBreak(text, end));
    return endsInToken(bytes) || detector.endsWithinValue(bytes);
  };
}

function withoutBreak(text: Buffer, end: number): number {
  let at = end;
  while (at > 0 && end - at < 2 && (text[at - 1] === LF || text[at - 1] === CR)) at--;
  return at;
}

function endsInToken(bytes: Buffer): boolean {
  let end = bytes.length;
  while (bytes.length - end < MOST_BEHIND && BEHIND[bytes[end - 1] ?? 0] === 1) end--;
  let start = end;
  while (start > 0 && TOKEN[bytes[start - 1] ?? 0] === 1) start--;
  return end - start >= LEAST_TOKEN && /\d.*[A-Za-z]|[A-Za-z].*\d/.test(bytes.toString('latin1', start, end));
}
