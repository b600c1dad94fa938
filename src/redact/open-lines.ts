import type { Detector } from '../detect/detector.ts';
import { byteClass } from '../view/byte-class.ts';

const [LF, CR] = [10, 13] as const;
/** Number of bytes examined before the end of a line. */
const LOOK = 256;
const TOKEN = byteClass('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/.=~_-');
/** A run of this many token characters, including a letter and a digit, may be the part of a token before a line break. */
const LEAST_TOKEN = 16;
/** What programs write after such a part: quotation marks, an operator, a line continuation. */
const BEHIND = byteClass(' \t"\'`+,&\\');
const MOST_BEHIND = 8;

/** Whether a line's end may interrupt a value that the next line continues. */
export type IsOpen = (text: Buffer, end: number) => boolean;

/**
 * Recognizes lines that break a value: by a run of token characters at the end, or by four or more bytes of a declared
 * value without the following ones. Examines only the 256 bytes before the line's end.
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
