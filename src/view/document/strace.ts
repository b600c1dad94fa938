import type { ViewContext } from '../decoded-view.ts';

const LF = 10;
const BLANK = 0x20;
const LONGEST_LINE = 4096;
/** A line of strace: process, time, call, arguments, result. */
const CALL =
  /^(?:\[pid +\d+\] |\d{1,7} +)?(?:\d\d:\d\d:\d\d(?:\.\d+)? |\d+\.\d+ )?[a-z_][a-z_0-9]*\(.*\) += (?:-?\d|0x|\?)/;
const CUT = Buffer.from('"...');
const BEHIND: ReadonlySet<number> = new Set(Buffer.from(',)]} '));

export function isTrace(bytes: Buffer): boolean {
  if ((bytes[0] ?? BLANK) <= BLANK) return false;
  // Nearly all texts are ruled out by the first bracket of their first line.
  const newline = bytes.subarray(0, LONGEST_LINE).indexOf(LF);
  if (newline < 0 || !bytes.subarray(0, newline).includes('(')) return false;
  return CALL.test(bytes.toString('latin1', 0, newline));
}

/** Reports how many strings of a system call trace were cut when it was recorded: the rest of them is not there. */
export function tellCutStrings(bytes: Buffer, context: ViewContext): void {
  if (!isTrace(bytes)) return;
  context.reach?.goFar();
  let count = 0;
  for (let at = bytes.indexOf(CUT); at >= 0; at = bytes.indexOf(CUT, at + 1))
    if (BEHIND.has(bytes[at + CUT.length] ?? 0)) count++;
  if (count === 0) return;
  const detail = `${count} ${count === 1 ? 'string was' : 'strings were'} cut when it was recorded (strace -s)`;
  context.lose('truncated', detail, { start: 0, end: bytes.length });
}
