import type { Span } from '../../types.ts';
import { type DecodedView, type Finder, NO_VIEWS, type ViewContext } from '../decoded-view.ts';
import { C_ESCAPES } from '../encoded/backslash.ts';
import type { Escape } from '../encoded/escape-search.ts';
import { Needle } from '../needle.ts';
import { dumpedViews } from './dump.ts';

const [BACKSLASH, LF] = [0x5c, 10] as const;
/** First byte that is not a value type (rdb.h of Redis). */
const NO_TYPE = 26;
/** Version of the format in two bytes, little-endian, and an eight-byte checksum. */
const TAIL = 10;
/** Maximum number of characters of those ten bytes in escapes. */
const ESCAPED_TAIL = 4 * TAIL;
/** Longest payload that is assembled. */
const LONGEST = 64 * 1024 * 1024;
/** Bytes read before a payload for its key. */
const MOST_LEAD = 400;
/** The upper byte of the version, which every escaped payload has. */
const UPPER_VERSION = '\\x00';
const ESCAPED = new Needle(UPPER_VERSION);
const OPENINGS = [new Needle('"\\'), new Needle("'\\")] as const;
/** Letters of escapes that a payload may begin with: types below 26. */
const FIRST_ESCAPES = 'xabtnvfr';
/** What precedes a payload: the command that takes one with its key and time to live, or the one that gave it. */
const LEAD =
  /restore(?:-asking)?["']?[ ,(]+(?:"(?<quoted>(?:[^"\\]|\\.)*)"|'(?<single>[^']*)'|(?<bare>[^\s"']+))[ ,]+["']?\d{1,15}["']?[ ,]+b?$|\bdump +["']?(?<dumped>[^\s"']+)["']?\s+$/i;

/** Whether a payload may end with these bytes: no version is above 255. */
function mayBe(payload: Buffer): boolean {
  const version = payload.length - TAIL;
  return version > 0 && (payload[0] as number) < NO_TYPE && payload[version] !== 0 && payload[version + 1] === 0;
}

/** End of the string that begins at `start`, at its quotation mark; -1 if there is none. */
function quotedEnd(bytes: Buffer, start: number): number {
  const quote = bytes[start - 1];
  for (let at = start; at < Math.min(bytes.length, start + LONGEST); at++) {
    if (bytes[at] === quote) return at;
    if (bytes[at] === LF) return -1;
    if (bytes[at] === BACKSLASH) at++;
  }
  return -1;
}

/** The bytes of an escaped string. */
function unescaped(bytes: Buffer, { start, end }: Span): Buffer {
  const out = Buffer.allocUnsafe(end - start);
  const escape: Escape = { length: 0, code: 0, isByte: false };
  let length = 0;
  for (let at = start; at < end;) {
    const isEscape = bytes[at] === BACKSLASH && C_ESCAPES.read(bytes, at, end, escape);
    out[length++] = isEscape ? escape.code : (bytes[at] as number);
    at += isEscape ? escape.length : 1;
  }
  return out.subarray(0, length);
}

function keyBefore(bytes: Buffer, at: number): Buffer | undefined {
  const { quoted, single, bare, dumped } =
    LEAD.exec(bytes.toString('latin1', Math.max(0, at - MOST_LEAD), at))?.groups ?? {};
  const key = quoted ?? single ?? bare ?? dumped;
  return key === undefined ? undefined : Buffer.from(key, 'latin1');
}

function* quotedDumps(bytes: Buffer, range: Span, context: ViewContext): Generator<DecodedView> {
  for (const opening of OPENINGS)
    for (let at = opening.indexIn(bytes, range.start); at >= 0 && at < range.end;) {
      const start = at + 1;
      const isFirst = FIRST_ESCAPES.includes(String.fromCharCode(bytes[start + 1] ?? 0));
      const end = isFirst ? quotedEnd(bytes, start) : -1;
      at = opening.indexIn(bytes, Math.max(start, end));
      if (end < 0 || !bytes.toString('latin1', Math.max(start, end - ESCAPED_TAIL), end).includes(UPPER_VERSION))
        continue;
      const payload = unescaped(bytes, { start, end });
      if (!mayBe(payload)) continue;
      context.reach?.isOne({ start, end });
      yield* dumpedViews(payload, { start, end }, context, keyBefore(bytes, start - 1));
    }
}

/** All of the bytes as one payload, with the line break that `redis-cli --raw` adds. */
function* bareDump(bytes: Buffer, context: ViewContext): Generator<DecodedView> {
  for (const payload of [bytes, bytes.subarray(0, -1)])
    if (mayBe(payload)) yield* dumpedViews(payload, { start: 0, end: payload.length }, context);
}

/** Values given by Redis `DUMP`, raw or as printed by `redis-cli` and Python, also in commands that restore them. */
export const redisDumpViews: Finder = (bytes, range, context) => {
  const isBare = range.start === 0 && (mayBe(bytes) || mayBe(bytes.subarray(0, -1)));
  if (isBare) return bareDump(bytes, context);
  return ESCAPED.indexIn(bytes, range.start) < 0 ? NO_VIEWS : quotedDumps(bytes, range, context);
};
