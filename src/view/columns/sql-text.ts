import type { Span } from '../../types.ts';
import { isBlank } from '../byte-class.ts';

const [SINGLE, DOUBLE, BACKSLASH, COMMA, OPEN, CLOSE] = [0x27, 0x22, 0x5c, 0x2c, 0x28, 0x29] as const;
/** Longest list in parentheses, in bytes. */
const LONGEST_LIST = 64 * 1024;

/** What precedes the table's name in a statement with rows, and in one that defines columns: pattern sources. */
export const INTO: string = String.raw`(?:INSERT|REPLACE)\s{1,24}(?:(?:IGNORE|OVERWRITE|OR \w{1,10})\s{1,8})?(?:INTO\s{1,24})?`;
export const TABLE: string = String.raw`CREATE[ \t\r\n](?:\w{1,12}[ \t\r\n]){0,2}TABLE[ \t\r\n]{1,16}(?:IF NOT EXISTS[ \t\r\n]{1,16})?`;

/** The members of a parenthesised list, and its end. */
export interface List {
  readonly members: readonly Span[];
  readonly end: number;
}

/** Why a list has no end: `cut` if the text ends first. */
export type NoList = 'cut' | 'broken';

/** End of the string that begins at `at`, after its closing quote; -1 if it has none before `limit`. */
function stringEnd(bytes: Buffer, at: number, limit: number): number {
  const quote = bytes[at];
  for (let end = at + 1; end < limit; end++) {
    if (bytes[end] === BACKSLASH) end++;
    else if (bytes[end] === quote && bytes[end + 1] === quote) end++;
    else if (bytes[end] === quote) return end + 1;
  }
  return -1;
}

/** Reads the list `(…)` that begins at `at`: strings and lists inside a member are part of it. */
export function listAt(bytes: Buffer, at: number): List | NoList {
  const members: Span[] = [];
  const limit = Math.min(bytes.length, at + LONGEST_LIST);
  const none = limit === bytes.length ? 'cut' : 'broken';
  let depth = 0;
  let start = at + 1;
  for (let i = at; i < limit; i++) {
    const byte = bytes[i];
    if (byte === SINGLE || byte === DOUBLE) {
      const end = stringEnd(bytes, i, limit);
      if (end < 0) return none;
      i = end - 1;
    } else if (byte === OPEN) depth++;
    else if (byte === COMMA && depth === 1) {
      members.push({ start, end: i });
      start = i + 1;
    } else if (byte === CLOSE && --depth === 0) return { members: [...members, { start, end: i }], end: i + 1 };
  }
  return none;
}

/** The start of a string, including one that is stored as a digest. */
const STRING = /^\s*(?:(?:en)?(?:crypt|md5|sha\d*|password)\(\s?)?(?:[NEB]|_\w{1,16}\s{0,4})?(?<quote>['"])/i;
export const NOTHING: Span = { start: 0, end: 0 };

/** The inside of a member that is a string; empty for numbers, calls and NULL. */
export function stringInside(bytes: Buffer, { start, end }: Span = NOTHING): Span {
  const head = STRING.exec(bytes.toString('latin1', start, Math.min(end, start + 40)));
  if (head === null) return NOTHING;
  const from = start + head[0].length;
  return { start: from, end: Math.max(from, stringEnd(bytes, from - 1, bytes.length) - 1) };
}

function isMark(byte: number | undefined): boolean {
  return byte !== undefined && (byte <= 0x20 || byte === DOUBLE || byte === 0x60 || byte === 0x5b || byte === 0x5d);
}

/** A name without blanks and its quotes: `"a"`, `[a]`, backticks. */
export function unquoted(bytes: Buffer, name: Span): Span {
  return stripped(bytes, name, isMark);
}

/** A member without surrounding blanks. */
export function trimmed(bytes: Buffer, member: Span): Span {
  return stripped(bytes, member, isBlank);
}

function stripped(
  bytes: Buffer,
  { start: from, end: to }: Span,
  isLeftOut: (byte: number | undefined) => boolean,
): Span {
  let [start, end] = [from, to];
  while (start < end && isLeftOut(bytes[start])) start++;
  while (end > start && isLeftOut(bytes[end - 1])) end--;
  return { start, end };
}

/** The name at the start of a column definition. */
export function definedName(bytes: Buffer, { start, end }: Span): Span {
  const text = bytes.toString('latin1', start, Math.min(end, start + 200));
  const match = /^\s*(?:"[^"]*"|`[^`]*`|\[[^\]]*\]|[^\s(]+)/.exec(text);
  return unquoted(bytes, { start, end: start + (match?.[0].length ?? 0) });
}

/** The last part of a table's name, in lower case and without quotes: `"app"."Users"` is `users`. */
export function tableKey(name: string): string {
  return (name.split('.').at(-1) ?? '').replaceAll(/["`[\]]/g, '').toLowerCase();
}
