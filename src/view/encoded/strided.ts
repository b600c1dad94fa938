import type { Span } from '../../types.ts';
import {
  BASE32_VALUES,
  BASE64_DIGITS,
  BASE64_VALUES,
  byteClass,
  type ByteClass,
  HEX_DIGITS,
  HEX_VALUES,
} from '../byte-class.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { isContainer, isWorth, SAMPLE } from './worth.ts';

/** A pattern of groups at equal distances: bytes between two groups, and bytes in each. */
interface Form {
  readonly gap: number;
  readonly width: number;
  readonly group: ByteClass;
  /** Minimum number of groups. */
  readonly least: number;
}

const [DOUBLE, SINGLE, COMMA, SPACE, LF, TAB] = [0x22, 0x27, 0x2c, 0x20, 10, 9] as const;
/** Length of a stretch that contains part of a row. */
const STRETCH = 64;
/** In tables of digit values. */
const NO_DIGIT = 255;
/** Characters that need no escape inside quotation marks. */
const CHARACTERS: ByteClass = byteClass(
  ' !#$%&()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~',
);
const GROUPS_OF_FOUR: Form = { gap: 1, width: 4, group: BASE64_DIGITS, least: 10 };
const GROUPS_OF_EIGHT: Form = { gap: 1, width: 8, group: BASE64_DIGITS, least: 5 };
const BARE_PAIRS: Form = { gap: 2, width: 2, group: HEX_DIGITS, least: 16 };
/** `"a","b"` and `"a", "b"`, `"61","62"`. */
const QUOTED: readonly Form[] = [3, 4].flatMap((gap) => [
  { gap, width: 1, group: CHARACTERS, least: 16 },
  { gap, width: 2, group: HEX_DIGITS, least: 16 },
]);

/** By the first byte of a gap. */
const FORMS_BY_FIRST: readonly (readonly Form[])[] = Array.from({ length: 256 }, (_, byte) => {
  if (byte === DOUBLE || byte === SINGLE) return QUOTED;
  if (byte === COMMA) return [BARE_PAIRS];
  return byte === SPACE || byte === LF || byte === TAB ? [GROUPS_OF_FOUR, GROUPS_OF_EIGHT] : [];
});

/** How digits are decoded. */
interface Base {
  readonly kind: 'hex' | 'base64' | 'base32' | 'characters';
  readonly bits: number;
  readonly values: Readonly<Uint8Array>;
}

const OWN_VALUES: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const ITSELF: Base = { kind: 'characters', bits: 8, values: OWN_VALUES };
const HEX: Base = { kind: 'hex', bits: 4, values: HEX_VALUES };
const BASES: readonly Base[] = [
  HEX,
  { kind: 'base64', bits: 6, values: BASE64_VALUES },
  { kind: 'base32', bits: 5, values: BASE32_VALUES },
];

/** Groups at equal distances. */
interface Row extends Span {
  readonly form: Form;
}

/** Whether the `gap` bytes at `at` form a gap. */
function isGap(bytes: Buffer, at: number, gap: number): boolean {
  const first = bytes[at] ?? 0;
  if (gap === 1) return true;
  if (gap === 2) return first === COMMA && bytes[at + 1] === SPACE;
  const isQuote = first === DOUBLE || first === SINGLE;
  return isQuote && bytes[at + 1] === COMMA && (gap === 3 || bytes[at + 2] === SPACE) && bytes[at + gap - 1] === first;
}

/** Whether the gap at `at` is the same as the one at `model`; a line break counts as a blank. */
function isSameGap(bytes: Buffer, at: number, model: number, gap: number): boolean {
  if (gap === 1) {
    const [one, other] = [bytes[at], bytes[model]];
    return one === other || (one === LF && other === SPACE) || (one === SPACE && other === LF);
  }
  for (let i = 0; i < gap; i++) if (bytes[at + i] !== bytes[model + i]) return false;
  return true;
}

function isGroup(bytes: Buffer, at: number, { width, group }: Form): boolean {
  if (at < 0) return false;
  for (let i = 0; i < width; i++) if (group[bytes[at + i] ?? 0] !== 1) return false;
  return true;
}

/** The row around the gap at `gapAt`. */
function rowAround(bytes: Buffer, gapAt: number, form: Form, floor: number): Row {
  const { gap, width, group } = form;
  const stride = gap + width;
  let start = gapAt - width;
  while (start - stride >= floor && isSameGap(bytes, start - gap, gapAt, gap) && isGroup(bytes, start - stride, form))
    start -= stride;
  let end = gapAt;
  while (isSameGap(bytes, end, gapAt, gap) && isGroup(bytes, end + gap, form)) end += stride;
  // The last group of digits may be short.
  if (gap === 1 && isSameGap(bytes, end, gapAt, gap)) {
    let last = end + 1;
    while (last < end + width && group[bytes[last] ?? 0] === 1) last++;
    if (last > end + 1) end = last;
  }
  return { start, end, form };
}

/** Whether there is a gap of the form at `at`, with a group on each side and the same gap after it. */
function fits(bytes: Buffer, at: number, form: Form): boolean {
  const { gap, width } = form;
  return (
    isSameGap(bytes, at + gap + width, at, gap) &&
    isGap(bytes, at, gap) &&
    isGroup(bytes, at + gap, form) &&
    isGroup(bytes, at - width, form)
  );
}

/** The form that has a gap at `at`. */
function formAt(bytes: Buffer, at: number): Form | undefined {
  const forms = FORMS_BY_FIRST[bytes[at] as number] as readonly Form[];
  for (const form of forms) if (fits(bytes, at, form)) return form;
  return undefined;
}

/** Number of groups in a row, including an incomplete last one. */
function countOf({ start, end, form: { gap, width } }: Row): number {
  return (end - start + gap) / (gap + width);
}

/** Sufficiently long rows in or near the given stretches. */
function* rowsIn(bytes: Buffer, stretches: readonly number[], range: Span): Generator<Row> {
  let floor = range.start;
  for (const stretch of stretches) {
    if (stretch >= range.end) return;
    const stop = Math.min(bytes.length, stretch + STRETCH);
    for (let at = Math.max(stretch, floor); at < stop; at++) {
      const form = formAt(bytes, at);
      if (form === undefined) continue;
      const row = rowAround(bytes, at, form, floor);
      if (countOf(row) < form.least) continue;
      floor = at = row.end;
      yield row;
    }
  }
}

/** The characters of a row's groups, concatenated. @param most maximum number of them */
function charactersOf(bytes: Buffer, { start, end, form }: Row, most: number): Buffer {
  const out = Buffer.allocUnsafe(
    Math.min(most, Math.ceil(((end - start) * form.width) / (form.gap + form.width)) + form.width),
  );
  let length = 0;
  for (let at = start; at < end; at += form.gap + form.width)
    for (let i = at; i < at + form.width && i < end && length < out.length; i++) out[length++] = bytes[i] ?? 0;
  return out.subarray(0, length);
}

/** Decodes characters up to the first that is not a digit, as a word may follow a row. */
function decode(characters: Buffer, { bits, values }: Base): Buffer {
  const out = Buffer.allocUnsafe(Math.floor((characters.length * bits) / 8));
  let [held, count, length] = [0, 0, 0];
  for (const character of characters) {
    const value = values[character] ?? NO_DIGIT;
    if (value === NO_DIGIT && bits < 8) break;
    held = ((held << bits) | value) & 0xffff;
    count += bits;
    if (count < 8) continue;
    count -= 8;
    out[length++] = (held >> count) & 0xff;
  }
  return out.subarray(0, length);
}

/** Decimal numbers between commas are a list of byte values. */
function isDecimal(characters: Buffer): boolean {
  return characters.every((byte) => byte <= 0x39);
}

/** The encoding of a row, if its data is worth scanning. */
function baseOf(bytes: Buffer, row: Row): Base | undefined {
  const sample = charactersOf(bytes, row, SAMPLE * 2);
  const { width } = row.form;
  if (width === 2 && isDecimal(sample)) return undefined;
  const bases = width === 1 ? [ITSELF] : width === 2 ? [HEX] : BASES;
  return bases.find((base) => {
    const decoded = decode(sample, base);
    return decoded.length === Math.floor((sample.length * base.bits) / 8) && isWorth(decoded);
  });
}

function viewOf(row: Row, decoded: Buffer, { kind, bits }: Base): DecodedView {
  const { width, gap } = row.form;
  const placeOf = (digit: number): number => row.start + Math.floor(digit / width) * (width + gap) + (digit % width);
  return {
    kind,
    bytes: decoded,
    container: isContainer(decoded),
    toOuter: ({ start, end }) => {
      const from = placeOf(Math.floor((start * 8) / bits));
      return { start: from, end: end > start ? placeOf(Math.ceil((end * 8) / bits) - 1) + 1 : from };
    },
  };
}

/** Maximum number of words of the same length that may precede the groups. */
const MOST_WORDS = 3;

/** The view of a row, or of the rest of it without its first groups, which may be words. */
function viewIn(bytes: Buffer, row: Row): DecodedView | undefined {
  const { gap, width, least } = row.form;
  for (let words = 0; words < MOST_WORDS; words++) {
    const part = { ...row, start: row.start + words * (gap + width) };
    const base = countOf(part) < least ? undefined : baseOf(bytes, part);
    if (base !== undefined) return viewOf(part, decode(charactersOf(bytes, part, Infinity), base), base);
  }
  return undefined;
}

/** The views of the rows in the runs of the context. */
export function* rowViews(bytes: Buffer, range: Span, context: ViewContext): Generator<DecodedView> {
  for (const row of rowsIn(bytes, context.runs.rows, range)) {
    if (context.stopped) return;
    context.reach?.isOne(row);
    const view = viewIn(bytes, row);
    if (view === undefined) continue;
    if (!context.pay(view.bytes.length, view.kind, row)) return;
    yield view;
  }
}
