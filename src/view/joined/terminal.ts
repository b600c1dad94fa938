import type { Span } from '../../types.ts';
import type { Family } from './family.ts';
import { invisibleLength } from './invisible.ts';
import { seamViews, type Seam } from './seams.ts';

const [ESC, BACKSPACE, BELL, BRACKET, BACKSLASH] = [0x1b, 0x08, 0x07, 0x5b, 0x5c] as const;
/** Longest sequence of parameters, and longest string (a title, a link). */
const MOST_PARAMETERS = 64;
const MOST_STRING = 2048;
/** Other representations of the escape character: `cat -v`, rsyslog, its control picture (U+241B), the C1 control for CSI. */
const WRITTEN: readonly Buffer[] = ['^[[', '#033[', '\u241b[', '\u009b'].map((text) => Buffer.from(text));
function inRange(byte: number | undefined, first: number, last: number): boolean {
  return byte !== undefined && byte >= first && byte <= last;
}

/** End of the control sequence whose introducer ends at `from`; -1 if it is not one (ECMA-48, 5.4). */
function sequenceEnd(bytes: Buffer, from: number): number {
  const limit = from + MOST_PARAMETERS;
  let at = from;
  while (at < limit && inRange(bytes[at], 0x30, 0x3f)) at++;
  while (at < limit && inRange(bytes[at], 0x20, 0x2f)) at++;
  return inRange(bytes[at], 0x40, 0x7e) ? at + 1 : -1;
}

/** End of a control string: BEL or ST (ECMA-48, 5.6; BEL is xterm's). */
function stringEnd(bytes: Buffer, from: number): number {
  const limit = Math.min(bytes.length, from + MOST_STRING);
  for (let at = from; at < limit; at++) {
    if (bytes[at] === BELL) return at + 1;
    if (bytes[at] === ESC) return bytes[at + 1] === BACKSLASH ? at + 2 : -1;
  }
  return -1;
}

/** End of the sequence that the escape character at `at` begins; a lone one is one byte long. */
function escapeEnd(bytes: Buffer, at: number): number {
  const kind = bytes[at + 1];
  if (kind === BRACKET) return Math.max(at + 1, sequenceEnd(bytes, at + 2));
  // OSC, DCS, SOS, PM, APC.
  if (kind === 0x5d || kind === 0x50 || kind === 0x58 || kind === 0x5e || kind === 0x5f) {
    return Math.max(at + 2, stringEnd(bytes, at + 2));
  }
  if (inRange(kind, 0x20, 0x2f)) return inRange(bytes[at + 2], 0x30, 0x7e) ? at + 3 : at + 1;
  return inRange(kind, 0x30, 0x7e) ? at + 2 : at + 1;
}

/** End of a `[31m` that has lost its escape character: only colours and erasing of a line. */
function bareEnd(bytes: Buffer, at: number): number {
  let end = at + 1;
  while (end < at + 16 && (inRange(bytes[end], 0x30, 0x39) || bytes[end] === 0x3b)) end++;
  return (bytes[end] === 0x6d || bytes[end] === 0x4b) && (end > at + 1 || bytes[end] === 0x6d) ? end + 1 : -1;
}

function endOf(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === ESC) return escapeEnd(bytes, at);
  if (byte === BACKSPACE) return at + 1;
  if (byte === BRACKET) return bareEnd(bytes, at);
  const written = WRITTEN.find((one) => one.equals(bytes.subarray(at, at + one.length)));
  return written === undefined ? -1 : sequenceEnd(bytes, at + written.length);
}

/** Start of the character that ends at `end`, not before `floor`. */
function characterBefore(bytes: Buffer, end: number, floor: number): number {
  let at = end - 1;
  while (at > floor && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  return Math.max(floor, at);
}

/** Control sequences, and characters removed by backspaces. Adjacent ones are one seam. */
function* terminalSeams(bytes: Buffer, places: readonly number[]): Generator<Seam> {
  let open: Seam | undefined;
  let floor = 0;
  for (const at of places) {
    const end = at < (open?.end ?? 0) ? -1 : endOf(bytes, at);
    if (end < 0) continue;
    const start = bytes[at] === BACKSPACE ? takenBack(bytes, at, open, floor) : at;
    if (open !== undefined && start > open.end) {
      yield open;
      floor = open.end;
      open = undefined;
    }
    open = { start: Math.min(start, open?.start ?? start), end, trust: 'sure' };
  }
  if (open !== undefined) yield open;
}

/** Start of the character that a backspace at `at` removes: the last one still there. */
function takenBack(bytes: Buffer, at: number, open: Span | undefined, floor: number): number {
  const isBehind = open === undefined || open.end < at;
  const end = isBehind ? at : open.start;
  const start = characterBefore(bytes, end, floor);
  return inRange(bytes[start], 0, 0x1f) ? end : start;
}

/** Text as a terminal shows it: without control sequences, and without characters removed by backspaces. */
export const terminalViews: Family = ({ bytes, context }, { terminal }) =>
  seamViews('ansi-stripped', terminalSeams(bytes, terminal), bytes, context);

function* invisibleSeams(bytes: Buffer, places: readonly number[]): Generator<Seam> {
  for (const at of places) {
    const length = invisibleLength(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0);
    yield { start: at, end: at + length, trust: 'sure' };
  }
}

/** Text without soft hyphens, zero-width characters, joiners, directional marks and byte order marks. */
export const invisibleViews: Family = ({ bytes, context }, { invisible }) =>
  seamViews('invisible-stripped', invisibleSeams(bytes, invisible), bytes, context);
