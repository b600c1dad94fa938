import { hexNumber } from '../byte-class.ts';
import { type Finder, NO_VIEWS } from '../decoded-view.ts';
import { nextLine } from '../line-end.ts';
import { recordViews } from './hex-record-data.ts';

const [COLON, UPPER_S] = [0x3a, 0x53] as const;
/** Longest record of either kind, in bytes. */
const LONGEST = 600;

/** Possible start of the first record: a window of a long text begins at any place in a line. */
function firstLineIn(bytes: Buffer, from: number): number {
  if (from === 0) return 0;
  return nextLine(bytes.subarray(0, from + LONGEST), from - 1);
}

/** Whether a record may begin at `at`: `:`, or `S` and a digit, followed by the number of bytes. */
function mayBegin(bytes: Buffer, at: number): boolean {
  if (bytes[at] === COLON) return hexNumber(bytes, at + 1, 2, bytes.length) >= 0;
  return bytes[at] === UPPER_S && hexNumber(bytes, at + 1, 3, bytes.length) >= 0;
}

/** Data in texts that consist of Intel HEX or Motorola S (SREC) records from the first line on, as chip programmers read and write them. */
export const hexRecordViews: Finder = (bytes, range, context) => {
  const from = firstLineIn(bytes, range.start);
  return mayBegin(bytes, from) ? recordViews(bytes, from, { range, context }) : NO_VIEWS;
};
