import type { Span } from '../../types.ts';
import { BASE64_VALUES, hexValue, isBase64Digit, isQuote } from '../byte-class.ts';
import { type DecodedView, NO_VIEWS } from '../decoded-view.ts';
import { Needle } from '../needle.ts';
import { lastBefore } from '../last-before.ts';
import type { Reach } from '../reach.ts';
import { isEscapeRow } from './escape-row.ts';
import type { Family } from './family.ts';
import { Joiner, joinedTexts } from './joiner.ts';

const [EQUALS, LF, CR, UNDERSCORE] = [0x3d, 10, 13, 0x5f] as const;
const HEX_PAIR = { stride: 3, width: 3 } as const;
/** Name of the encoding, as it appears in headers. */
const NAMES: readonly Needle[] = ['quoted-printable', 'Quoted-'].map((text) => new Needle(text));
/** Only quoted-printable has these: an escaped equals sign, or an escaped blank at the end of a line. */
const SIGNS: readonly Needle[] = ['=3D', '=20\n', '=20\r\n'].map((text) => new Needle(text));
const MARGIN = 4096;

/** Value of the upper-case escape at `at`, in the form RFC 2045 requires; -1 if there is none. */
function escapeAt(bytes: Buffer, at: number): number {
  const [high, low] = [bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
  if (high > 0x5a || low > 0x5a) return -1;
  const value = (hexValue(high) << 4) | hexValue(low);
  return hexValue(high) < 0 || hexValue(low) < 0 ? -1 : value;
}

/** Length of the soft line break at `at`, 0 if there is none. */
function softBreak(bytes: Buffer, at: number): number {
  if (bytes[at + 1] === LF) return 2;
  return bytes[at + 1] === CR && bytes[at + 2] === LF ? 3 : 0;
}

/** Decodes from `start` to `end`, with a joint at each decoded place. @param reach records what is removed */
function decode(bytes: Buffer, { start, end }: Span, joiner: Joiner, reach: Reach | undefined): void {
  let from = start;
  for (let at = bytes.indexOf(EQUALS, start); at >= 0 && at < end; at = bytes.indexOf(EQUALS, at)) {
    const soft = softBreak(bytes, at);
    const code = soft > 0 ? -1 : escapeAt(bytes, at);
    if (soft === 0 && code < 0) {
      at++;
      continue;
    }
    const behind = at + (soft === 0 ? 3 : soft);
    joiner.piece({ start: from, end: at });
    joiner.joint('sure');
    if (soft === 0) joiner.byte(code, at, HEX_PAIR);
    reach?.remove(soft === 0 ? 2 : soft, { start: at, end: behind });
    at = behind;
    from = behind;
  }
  joiner.piece({ start: from, end });
}

/**
 * Columns of soft line breaks: at the end of a line of 76 characters, or of one with no room for the next character (RFC 2045, 6.7); the
 * first line may be preceded by other text.
 */
const [FIRST_COLUMN, FULL_COLUMN, LAST_COLUMN] = [66, 75, 95] as const;

function endsFullLine(bytes: Buffer, at: number): boolean {
  // Checked first: each line then has only one such place, and a long line is not searched for its start from each of its equals signs.
  if (softBreak(bytes, at) === 0) return false;
  const column = at - lastBefore(bytes, LF, at) - 1;
  return column >= FIRST_COLUMN && column <= LAST_COLUMN && !isPadding(bytes, at, column);
}

/** Number of digits from which on a word counts as base64 padded by the equals sign. */
const LEAST_DIGITS = 24;

/**
 * Whether the equals sign after `column` bytes of its line pads base64 that lies completely on this line: it follows three digits of a
 * group of four, and the last digit has no spare bits set (RFC 4648, 3.5).
 */
function isPadding(bytes: Buffer, at: number, column: number): boolean {
  if (bytes[at - 1] === EQUALS) return true;
  if (column === FULL_COLUMN || ((BASE64_VALUES[bytes[at - 1] ?? 0] ?? 0) & 3) !== 0) return false;
  let digits = 0;
  while (digits < column && isBase64Digit(bytes[at - 1 - digits])) digits++;
  // A quote that opens before the base64 text would close after it.
  return digits >= LEAST_DIGITS && digits < column && digits % 4 === 3 && !isQuote(bytes[at - 1 - digits]);
}

/**
 * Whether the name of the encoding or one of its signs shows that a text is quoted-printable.
 *
 * @param places of equals signs before a line break or two digits
 */
export function isPrintable(bytes: Buffer, places: readonly number[]): boolean {
  return isBelowName(bytes) || hasSign(bytes, places);
}

/** @param range that contains the places; the whole text if omitted */
function hasSign(bytes: Buffer, places: readonly number[], range?: Span): boolean {
  if (places.length === 0) return false;
  const part = bytes.subarray(range?.start, range?.end);
  return (
    SIGNS.some((sign) => sign.indexIn(part) >= 0) ||
    places.some((at) => endsFullLine(bytes, at) || isEscapeRow(bytes, at))
  );
}

/** The first encoded equals sign after the name. */
function firstNamed(bytes: Buffer): readonly number[] {
  let name = -1;
  for (const one of NAMES) name = Math.max(name, one.indexIn(bytes));
  for (let at = name; at >= 0; at = bytes.indexOf(EQUALS, at + 1))
    if (bytes[at] === EQUALS && isEncoded(bytes, at)) return [at];
  return [];
}

/** Whether the equals sign at `at` belongs to quoted-printable. */
function isEncoded(bytes: Buffer, at: number): boolean {
  return softBreak(bytes, at) > 0 || escapeAt(bytes, at) >= 0;
}

/** Everything around `at` that may be quoted-printable, after `floor`: up to a literal equals sign. */
function around(bytes: Buffer, at: number, floor: number): Span {
  let start = at;
  for (let next = at; next > floor && isEncoded(bytes, next);) {
    start = next;
    next = lastBefore(bytes, EQUALS, next);
  }
  let end = at;
  for (let next = at; next >= 0 && isEncoded(bytes, next); next = bytes.indexOf(EQUALS, next + 1)) end = next;
  return { start, end };
}

/** Regions that may be quoted-printable: around the signs, with a margin. */
function* encodedRegions(bytes: Buffer, signs: readonly number[]): Generator<Span> {
  let open: { readonly start: number; end: number } | undefined;
  let known = -1;
  for (const at of signs) {
    if (at <= known) continue;
    const { start, end } = around(bytes, at, known);
    known = end;
    const region = { start: Math.max(0, start - MARGIN), end: Math.min(bytes.length, end + MARGIN) };
    if (open !== undefined && region.start <= open.end) open.end = region.end;
    else {
      if (open !== undefined) yield open;
      open = region;
    }
  }
  if (open !== undefined) yield open;
}

/** How far the name may precede the encoded text. */
const NAME_REACH = 64 * 1024;

/**
 * The regions of a text that are marked as quoted-printable: a mail in a patch proves nothing about the files next to it. @param places of
 * equals signs
 */
function* printableRegions(bytes: Buffer, places: readonly number[]): Generator<Span> {
  if (places.length === 0) return yield* encodedRegions(bytes, firstNamed(bytes));
  const isNamed = isBelowName(bytes);
  if (!isNamed && !hasSign(bytes, places)) return;
  let next = 0;
  for (const region of encodedRegions(bytes, places)) {
    const own: number[] = [];
    for (; next < places.length && (places[next] ?? 0) < region.end; next++) own.push(places[next] ?? 0);
    const named = isNamed && isBelowName(bytes.subarray(Math.max(0, region.start - NAME_REACH), region.end));
    if (named || hasSign(bytes, own, region)) yield region;
  }
}

function isBelowName(front: Buffer): boolean {
  return NAMES.some((name) => name.indexIn(front) >= 0);
}

/** A whole part of a text whose signs may be elsewhere, if any of it is encoded. */
function encodedText(bytes: Buffer, reach: Reach): readonly Span[] {
  let isEncodedText = false;
  for (let at = bytes.indexOf(EQUALS); at >= 0; at = bytes.indexOf(EQUALS, at + 1)) {
    if (!isEncoded(bytes, at)) continue;
    isEncodedText = true;
    // The margin that is read with it in the whole text.
    reach.isOne({ start: at - MARGIN, end: at + MARGIN });
  }
  return isEncodedText ? [{ start: 0, end: bytes.length }] : [];
}

/** Text in quoted-printable (RFC 2045, 6.7), with a margin around it. */
export const quotedPrintableViews: Family = ({ bytes, range, context }, { printable }) => {
  const { reach } = context;
  const regions = reach?.isInPrintable === true ? encodedText(bytes, reach) : [...printableRegions(bytes, printable)];
  if (regions.length === 0) return NO_VIEWS;
  const joiner = new Joiner(bytes);
  for (const region of regions) {
    joiner.break();
    decode(bytes, region, joiner, reach);
  }
  return withOperators(joinedTexts([joiner], 'quoted-printable', { range, context }), bytes, range);
};

function* withOperators(views: Iterable<DecodedView>, bytes: Buffer, range: Span): Generator<DecodedView> {
  for (const view of views) yield { ...view, covers: encodedOperators(bytes, range) };
}

/** An encoded equals sign, and the word after it. */
const OPERATOR = Buffer.from('=3D');
/** A single one may be the first digits of a value. */
const LEAST_OPERATORS = 2;
const MOST_BEHIND = 76;

/** Words after encoded equals signs, with the digits of the sign: the view is the better reading of such words. */
function encodedOperators(bytes: Buffer, { start: from, end: to }: Span): readonly Span[] {
  const spans: Span[] = [];
  for (let at = bytes.indexOf(OPERATOR, from); at >= 0 && at < to; at = bytes.indexOf(OPERATOR, at + 1)) {
    let end = at + OPERATOR.length;
    while (end < at + MOST_BEHIND && (bytes[end] ?? 0) > 0x20) end++;
    spans.push({ start: at + 1, end });
  }
  return spans.length < LEAST_OPERATORS ? [] : spans;
}

/** An encoded word (RFC 2047): charset, `B` or `Q`, text. */
const WORD = /=\?[A-Za-z0-9_-]{2,24}(?:\*[A-Za-z-]{1,12})?\?(?<way>[BbQq])\?(?<text>[!->@-~]{1,120})\?=/y;
const BETWEEN = /[ \t\r\n]{0,8}(?==\?)/y;
const MOST_WORD = 192;
const BASE64_GROUP = 4;

/** Appends the text of an encoded word; each character maps to its escape or base64 group. */
function putWord(text: string, at: number, way: string, joiner: Joiner): void {
  if (way.toUpperCase() === 'B') {
    for (let i = 0; i < text.length; i += BASE64_GROUP) {
      const group = text.slice(i, i + BASE64_GROUP);
      joiner.put(Buffer.from(group, 'base64'), { start: at + i, end: at + i + group.length });
    }
    return;
  }
  for (let i = 0; i < text.length;) {
    const escaped = text[i] === '=' ? Number.parseInt(text.slice(i + 1, i + 3), 16) : Number.NaN;
    const length = Number.isNaN(escaped) ? 1 : 3;
    const plain = text.charCodeAt(i) === UNDERSCORE ? 0x20 : text.charCodeAt(i);
    joiner.put(Buffer.from([length === 1 ? plain : escaped]), { start: at + i, end: at + i + length });
    i += length;
  }
}

/** Joins the encoded words from `at` on that are separated only by blanks; gives their end. */
function joinWords(bytes: Buffer, at: number, joiner: Joiner): number {
  let end = at;
  for (;;) {
    const text = bytes.toString('latin1', end, end + MOST_WORD);
    BETWEEN.lastIndex = 0;
    const gap = end === at ? '' : (BETWEEN.exec(text)?.[0] ?? '');
    WORD.lastIndex = gap.length;
    const word = WORD.exec(text);
    if (word?.groups === undefined) return end;
    const { way = '', text: encoded = '' } = word.groups;
    joiner.joint('sure');
    putWord(encoded, end + gap.length + word[0].length - 2 - encoded.length, way, joiner);
    end += gap.length + word[0].length;
  }
}

/** Encoded words of mail headers (RFC 2047), consecutive ones joined. */
export const encodedWordViews: Family = function* ({ bytes, range, context }, { words }) {
  const joiner = new Joiner(bytes);
  let floor = 0;
  for (const at of words) {
    if (at < floor) continue;
    const { length } = joiner;
    floor = joinWords(bytes, at, joiner);
    if (joiner.length > length) joiner.break();
  }
  if (joiner.length > 0 && context.pay(joiner.length, 'encoded-word', range)) yield joiner.view('encoded-word');
};
