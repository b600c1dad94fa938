import { isPrintableAscii } from '../../ascii.ts';
/** Bytes on each side of a value that must be text. */
const AROUND = 40;
/** Number of stray bytes of an older encoding that are tolerated. */
const FORGIVEN = 2;
/** A run of text of this length does not occur in random data, where one byte in three is printable, whatever surrounds it. */
const ROW = 20;

/** Counts of bytes that are not UTF-8 text. */
interface Odd {
  /** Control characters that do not occur in text, and invalid UTF-8 before one of them. */
  controls: number;
  /** Bytes of an older encoding, or of binary data. */
  wide: number;
  nuls: number;
}

/**
 * Whether a value is in text: compressed data and programs contain every short word by chance. Text is UTF-8 or in an older encoding
 * (Windows-1252, Shift JIS), or a long enough string among other data. It is given as latin1, one character for each byte.
 */
export function isTextAround(text: string, start: number, end: number): boolean {
  const odd = oddIn(text, Math.max(0, start - AROUND), Math.min(text.length, end + AROUND), start - AROUND + 2);
  if (odd.controls + odd.wide <= FORGIVEN) return true;
  if (odd.controls <= FORGIVEN && odd.nuls === 0 && odd.wide <= AROUND) return true;
  return isRow(text, start, end);
}

/** ASCII signs, and how many kinds of them never occur in written text within so many bytes around a value. */
const SIGNS = /[!-/:-@[-`{-~]/g;
const SIGNS_AROUND = 80;
const MOST_SIGNS = 22;

/** Whether a value is among random printable characters, in one run or in lines without a blank (base85 of PostScript). */
export function isAmongRandomSigns(text: string, start: number, end: number): boolean {
  const around = text.slice(Math.max(0, start - SIGNS_AROUND), start) + text.slice(end, end + SIGNS_AROUND);
  if (around.includes('\n') && /[ \t]/.test(around)) return false;
  return new Set(around.match(SIGNS)).size > MOST_SIGNS;
}

/** @param whole where a character certainly begins: one before it may be cut */
function oddIn(text: string, from: number, to: number, whole: number): Odd {
  const odd: Odd = { controls: 0, wide: 0, nuls: 0 };
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 0xc2 && isControlOfC1(text.charCodeAt(at + 1))) {
      odd.controls++;
      at++;
    } else if (code >= 0x80) {
      const more = continuations(text, at, code);
      if (more > 0) at += more;
      else if (at > whole) odd[text.charCodeAt(at + 1) < 0x20 ? 'controls' : 'wide']++;
    } else if (code === 0) odd.nuls++;
    else if (isControl(code)) odd.controls++;
  }
  return odd;
}

/** Rows of a number table, by the number of columns: neither chance nor people order characters like that. */
const TABLES: readonly (readonly [columns: number, rows: number])[] = [
  [2, 10],
  [3, 7],
  [4, 6],
];
/** Kinds of signs that numbers have among letters and digits; ascending samples (`a1b2c3`) have them only at the start. */
const LEAST_SIGNS = 2;

/**
 * Whether a value is among the numbers of a table that increase from row to row in each column, such as a font's character ranges read as
 * UTF-16.
 */
export function isCounting(text: string, start: number, end: number): boolean {
  return TABLES.some(([columns, rows]) => {
    const length = columns * rows;
    const stop = Math.min(text.length, end + length) - length;
    for (let from = Math.max(0, start - length / 2); from <= stop && from < end; from++)
      if (isAscending(text, from, columns, from + length) && hasSigns(text.slice(from + 2 * columns, from + length)))
        return true;
    return false;
  });
}

/** Whether each character from `at` up to `stop` is greater than the one `columns` before it. */
function isAscending(text: string, at: number, columns: number, stop: number): boolean {
  for (let next = at + columns; next < stop; next++)
    if (text.charCodeAt(next) <= text.charCodeAt(next - columns)) return false;
  return true;
}

function hasSigns(text: string): boolean {
  return new Set(text.match(SIGNS)).size >= LEAST_SIGNS;
}

/** Whether a value and its immediate surroundings form a long run of printable characters. */
function isRow(text: string, start: number, end: number): boolean {
  let from = start;
  while (from > end - ROW && isPrintableAscii(text.charCodeAt(from - 1))) from--;
  let to = from;
  while (to < from + ROW || to < end) if (!isPrintableAscii(text.charCodeAt(to++))) return false;
  return true;
}

/** Excludes NUL, which ends strings, ESC, which colours them, white space and separators. */
function isControl(code: number): boolean {
  return (code > 0 && code < 9) || (code > 13 && code < 27) || code === 127;
}

/** U+0080 to U+009F in UTF-8, given the byte after the first one, except the next line control: they do not occur in text. */
function isControlOfC1(code: number): boolean {
  return code >= 0x80 && code < 0xa0 && code !== 0x85;
}

/** Number of continuation bytes after the first byte of a UTF-8 sequence, 0 if it is not one. */
function continuations(text: string, at: number, lead: number): number {
  const more = lead >= 0xf0 && lead < 0xf5 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc2 ? 1 : 0;
  if (lead >= 0xf5) return 0;
  for (let next = 1; next <= more && at + next < text.length; next++) {
    if ((text.charCodeAt(at + next) & 0xc0) !== 0x80) return 0;
  }
  return more;
}
