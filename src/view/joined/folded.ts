import type { Family } from './family.ts';
import { seamViews, type Seam } from './seams.ts';

/** Maximum number of plain characters between two of another form: digits in a bold word, an underscore. */
const MOST_PLAIN = 8;
const LAST_ASCII = 0x7e;

/** A character of another form: its plain character, and its length in bytes. */
interface Folded {
  readonly code: number;
  readonly length: number;
}

/** Code point of the three- or four-byte character at `at`; -1 if there is none. */
function codePointAt(bytes: Buffer, at: number): number {
  const [first, second] = [bytes[at] ?? 0, bytes[at + 1] ?? 0];
  const [third, fourth] = [bytes[at + 2] ?? 0, bytes[at + 3] ?? 0];
  if (second >> 6 !== 2 || third >> 6 !== 2) return -1;
  if (first >> 4 === 0xe) return ((first & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f);
  if (first >> 3 !== 0x1e || fourth >> 6 !== 2) return -1;
  return ((first & 0x07) << 18) | ((second & 0x3f) << 12) | ((third & 0x3f) << 6) | (fourth & 0x3f);
}

/** The ASCII character to which Unicode decomposes a mathematical letter or digit (compatibility decomposition); -1 if there is none. */
function plainOf(code: number): number {
  const plain = String.fromCodePoint(code).normalize('NFKC');
  return plain.length === 1 && plain.charCodeAt(0) <= LAST_ASCII ? plain.charCodeAt(0) : -1;
}

/** Forms by first and last code point, and the difference from the plain character. */
const FORMS: readonly (readonly [first: number, last: number, offset: number])[] = [
  [0xff01, 0xff5e, 0xfee0],
  [0x3000, 0x3000, 0x3000 - 0x20],
  [0xe0020, 0xe007e, 0xe0000],
  // Variation selectors that encode bytes.
  [0xfe00, 0xfe0f, 0xfe00],
  [0xe0100, 0xe01ef, 0xe0100 - 16],
];
/** Mathematical letters, including those among the letterlike symbols. */
const MATHEMATICS: readonly (readonly [first: number, last: number])[] = [
  [0x1d400, 0x1d7ff],
  [0x2100, 0x214f],
];

/** The plain character for a code point; -1 if it has none of these forms. */
function meaningOf(code: number): number {
  const form = FORMS.find(([first, last]) => code >= first && code <= last);
  if (form !== undefined) return code - form[2];
  return MATHEMATICS.some(([first, last]) => code >= first && code <= last) ? plainOf(code) : -1;
}

function foldedAt(bytes: Buffer, at: number): Folded | undefined {
  const point = codePointAt(bytes, at);
  const code = point < 0 ? -1 : meaningOf(point);
  return code < 0 ? undefined : { code, length: point > 0xffff ? 4 : 3 };
}

/** The seams of the characters from `at` on, each replaced by its plain character. */
function* runFrom(bytes: Buffer, start: number): Generator<Seam> {
  for (let at = start, plain = 0; at < bytes.length && plain <= MOST_PLAIN;) {
    const byte = bytes[at] ?? 0;
    const folded = byte > 0x7f ? foldedAt(bytes, at) : undefined;
    if (folded === undefined) {
      if (byte < 0x20 || byte > LAST_ASCII) return;
      at++;
      plain++;
      continue;
    }
    yield { start: at, end: at + folded.length, trust: 'sure', put: String.fromCharCode(folded.code) };
    at += folded.length;
    plain = 0;
  }
}

function* seamsOf(bytes: Buffer, places: readonly number[]): Generator<Seam> {
  let floor = 0;
  for (const place of places) {
    if (place < floor) continue;
    for (const seam of runFrom(bytes, place)) {
      yield seam;
      floor = seam.end;
    }
  }
}

/**
 * Text in which letters of other forms are replaced by plain ones: full-width, mathematical (bold and italic words in posts), tags and
 * variation selectors, which are invisible.
 */
export const foldedViews: Family = ({ bytes, context }, { folded }) =>
  seamViews('folded', seamsOf(bytes, folded), bytes, context, true);
