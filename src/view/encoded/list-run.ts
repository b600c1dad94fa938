import { behindBlanks, type ByteClass } from '../byte-class.ts';
import type { Span } from '../../types.ts';
import type { WrappedRun } from './wrapped-run.ts';

const [DOUBLE, SINGLE, COMMA, EQUALS, COLON] = [0x22, 0x27, 0x2c, 0x3d, 0x3a] as const;
/** Maximum number of blanks on each side of a comma. */
const MOST_GAP = 64;

/**
 * Start of the digits of the next string, after the one that ends at the quotation mark at `at`; -1 unless a comma and such a string
 * follow.
 */
function nextMember(bytes: Buffer, at: number): number {
  const comma = behindBlanks(bytes, at + 1, MOST_GAP);
  if (bytes[comma] !== COMMA) return -1;
  const next = behindBlanks(bytes, comma + 1, MOST_GAP);
  return bytes[next] === bytes[at] ? next + 1 : -1;
}

function digitsEnd(bytes: Buffer, start: number, digits: ByteClass): number {
  let end = start;
  while (digits[bytes[end] ?? 0] === 1) end++;
  return end;
}

/** Whether digits that end at `end`, with their padding, end a string that is a member of a list, not the name of one. */
function endsMember(bytes: Buffer, end: number, quote: number): boolean {
  let at = end;
  while (at < end + 2 && bytes[at] === EQUALS) at++;
  return bytes[at] === quote && bytes[behindBlanks(bytes, at + 1, MOST_GAP)] !== COLON;
}

/**
 * Digits that are the lines of a list of strings: `["…", "…", "…"]`, all as long as the first one, the last one possibly shorter. Undefined
 * if the run is not such a line, or the only one.
 */
export function listRun(bytes: Buffer, first: Span, digits: ByteClass): WrappedRun | undefined {
  const quote = bytes[first.end];
  if (quote !== DOUBLE && quote !== SINGLE) return undefined;
  let lineStart = first.start;
  while (digits[bytes[lineStart - 1] ?? 0] === 1) lineStart--;
  if (bytes[lineStart - 1] !== quote) return undefined;
  const width = first.end - lineStart;
  const starts = [first.start];
  const counts = [0, first.end - first.start];
  let { end } = first;
  for (let total = end - first.start, length = width; length === width;) {
    const start = nextMember(bytes, end);
    if (start < 0) break;
    const lineEnd = digitsEnd(bytes, start, digits);
    length = lineEnd - start;
    if (length === 0 || length > width || !endsMember(bytes, lineEnd, quote)) break;
    starts.push(start);
    counts.push((total += length));
    end = lineEnd;
  }
  return starts.length > 1 ? { starts, counts, end } : undefined;
}
