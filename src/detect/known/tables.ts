import { addGram, gramBits, type GramBits, type GramShape, LONG, shiftFor, SHORT } from '../../engine/gram-finder.ts';
import { BASE64, type Form, formsOf, SHORTEST_INSIDE } from './forms.ts';

/** Minimum bytes of a window for {@link LONG} grams, and for {@link SHORT} ones. */
const LONG_WINDOW = LONG.gram + LONG.stride - 1;
const SHORT_WINDOW = SHORT.gram + SHORT.stride - 1;
/** Minimum characters of a value that a text must contain for a part of it to count. */
export const LEAST_PART = 16;
/** Bytes between two windows in the middle of a long form. */
const BETWEEN = 32;
/** Bits of a slot for the gram's offset in its form: no form is longer. */
const OFFSET_BITS = 11;
const MOST_FORMS = 2 ** (32 - OFFSET_BITS) - 1;
/** Minimum number of slots for each gram. */
const FREE = 2;
/** A slot without a gram. */
export const EMPTY = 0xffffffff;
/** Shapes of grams, by their index in {@link KnownTables.grams}. */
const SHAPES: readonly GramShape[] = [LONG, SHORT];

/** A piece of a declared value, short enough for all of its forms. */
export interface Piece {
  readonly name: string;
  readonly text: string;
  /** The whole value. */
  readonly whole: string;
  /** Its index among the pieces of its value. */
  readonly ordinal: number;
  readonly publicChars: number;
}

/** Fields of a form's record, in 32-bit words. */
export const FORM = { start: 0, length: 1, steps: 2, fold: 3, lead: 4, trail: 5, least: 6, piece: 7, size: 8 } as const;
/** Fields of a piece's record. */
export const PIECE = {
  name: 0,
  ordinal: 1,
  text: 2,
  textLength: 3,
  whole: 4,
  wholeLength: 5,
  chars: 6,
  size: 7,
} as const;

/** Grams of one shape: a bit table, and the slots that map a gram to its forms. */
export interface GramTable {
  readonly bits: GramBits;
  /** Form and offset of each gram, at its hash or after it; {@link EMPTY} if there is none. The number of slots is a power of two. */
  readonly slots: Uint32Array;
  /** Bits to shift a hash right by to get a slot. */
  readonly shift: number;
}

/**
 * Everything that is needed to find a set of values, as plain data in memory that threads share. It contains the values: nothing of it may
 * be written anywhere.
 */
export interface KnownTables {
  readonly names: readonly string[];
  readonly steps: readonly (readonly string[])[];
  /** All texts, one after the other. */
  readonly bytes: Uint8Array;
  readonly forms: Uint32Array;
  readonly pieces: Uint32Array;
  readonly grams: readonly GramTable[];
  /** Longest form. */
  readonly longest: number;
}

/** A growable list of numbers. */
class Words {
  #words: Uint32Array = new Uint32Array(1024);
  length = 0;

  push(...values: readonly number[]): void {
    this.#make(values.length);
    for (const value of values) this.#words[this.length++] = value;
  }

  pushTwo(one: number, other: number): void {
    this.#make(2);
    this.#words[this.length++] = one;
    this.#words[this.length++] = other;
  }

  /** Makes room. */
  #make(room: number): void {
    if (this.length + room <= this.#words.length) return;
    const grown = new Uint32Array(2 * this.#words.length);
    grown.set(this.#words);
    this.#words = grown;
  }

  at(index: number): number {
    return this.#words[index] ?? 0;
  }

  shared(): Uint32Array {
    const words = new Uint32Array(new SharedArrayBuffer(4 * this.length));
    words.set(this.#words.subarray(0, this.length));
    return words;
  }
}

/**
 * Builds the tables for a set of values.
 *
 * @param every in every form, or only in the common ones
 */
export function tablesOf(pieces: readonly Piece[], every: boolean): KnownTables {
  const tables = new TableBuilder();
  for (const piece of pieces) tables.add(piece, every);
  return tables.finish();
}

class TableBuilder {
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #steps: (readonly string[])[] = [];
  readonly #stepNumbers = new Map<string, number>();
  readonly #texts: Buffer[] = [];
  readonly #forms = new Words();
  readonly #pieces = new Words();
  /** For each shape the form and the offset of its grams. */
  readonly #grams: readonly Words[] = SHAPES.map(() => new Words());
  #bytes = 0;
  #longest = 0;
  #last: { readonly text: string; readonly start: number } | undefined;

  add(piece: Piece, every: boolean): void {
    const number = this.#pieces.length / PIECE.size;
    const { text, whole, publicChars } = piece;
    const raw = Buffer.from(text, 'utf8');
    const wholeStart = this.#last?.text === whole ? this.#last.start : this.#store(Buffer.from(whole, 'utf8'));
    this.#last = { text: whole, start: wholeStart };
    const chars = Array.from(text).length;
    this.#pieces.push(
      this.#name(piece.name),
      piece.ordinal,
      this.#bytes,
      raw.length,
      wholeStart,
      Buffer.byteLength(whole),
      chars,
    );
    const secretChars = text.length - publicChars;
    for (const form of formsOf(text, publicChars, every)) this.#addForm(form, number, secretChars, every);
  }

  #addForm({ bytes, steps, fold, lead, trail }: Form, piece: number, secretChars: number, every: boolean): void {
    const number = this.#forms.length / FORM.size;
    if (number >= MOST_FORMS) throw new RangeError('Cannot look for so many known values: name fewer');
    const usable = bytes.length - lead - trail;
    const least = secretChars > LEAST_PART ? Math.ceil((LEAST_PART * usable) / secretChars) : 0;
    const start = this.#store(bytes);
    this.#forms.push(
      start,
      bytes.length,
      this.#stepsOf(steps),
      fold,
      lead,
      trail,
      Math.max(least, least && LONG_WINDOW),
      piece,
    );
    this.#longest = Math.max(this.#longest, bytes.length);
    const [shape, places] = windowsOf(bytes.length, lead, trail, every);
    const { stride, gram } = SHAPES[shape] ?? LONG;
    const grams = this.#grams[shape] as Words;
    let next = 0;
    for (const place of places) {
      // Windows may overlap; their grams are added once.
      for (let offset = Math.max(next, place); offset < place + stride; offset++) {
        grams.pushTwo(number, offset);
        // Digits of the other base64 alphabet: the same form by another gram.
        if (fold === BASE64 && hasMarks(bytes, offset, gram)) grams.pushTwo(number, offset | OTHER);
      }
      next = place + stride;
    }
  }

  #store(bytes: Buffer): number {
    this.#texts.push(bytes);
    this.#bytes += bytes.length;
    return this.#bytes - bytes.length;
  }

  #name(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  #stepsOf(steps: readonly string[]): number {
    const key = steps.join('>');
    const known = this.#stepNumbers.get(key);
    if (known !== undefined) return known;
    this.#stepNumbers.set(key, this.#steps.length);
    return this.#steps.push(steps) - 1;
  }

  finish(): KnownTables {
    const bytes = new Uint8Array(new SharedArrayBuffer(this.#bytes));
    let at = 0;
    for (const text of this.#texts.splice(0)) {
      bytes.set(text, at);
      at += text.length;
    }
    const forms = this.#forms.shared();
    const grams = this.#grams.map((list, shape) => gramTable(list, SHAPES[shape] ?? LONG, { bytes, forms }));
    return {
      names: this.#names,
      steps: this.#steps,
      bytes,
      forms,
      pieces: this.#pieces.shared(),
      grams,
      longest: this.#longest,
    };
  }
}

/** Marks an offset whose gram is in the other base64 alphabet. */
const OTHER = 2 ** OFFSET_BITS;

/** Shape of a form's grams, and the starts of its windows: at its secret start and end, and in between for split lines. */
function windowsOf(
  length: number,
  lead: number,
  trail: number,
  every: boolean,
): readonly [shape: number, places: readonly number[]] {
  if (length < LONG_WINDOW) return length < SHORT_WINDOW ? [1, []] : [1, [length - SHORT_WINDOW]];
  const last = length - trail - LONG_WINDOW;
  if (last < lead) return [0, [length - LONG_WINDOW]];
  const places = [lead];
  if (every) for (let place = lead + BETWEEN; place + BETWEEN / 2 < last; place += BETWEEN) places.push(place);
  return [0, [...places, last]];
}

function gramTable(list: Words, shape: GramShape, { bytes, forms }: Pick<KnownTables, 'bytes' | 'forms'>): GramTable {
  const count = list.length / 2;
  const bits = gramBits(shape, count);
  const size = 2 ** Math.max(4, Math.ceil(Math.log2(FREE * Math.max(1, count))));
  const shift = shiftFor(size);
  const slots = new Uint32Array(new SharedArrayBuffer(4 * size)).fill(EMPTY);
  const swapped = new Uint8Array(shape.gram);
  for (let index = 0; index < list.length; index += 2) {
    const form = list.at(index);
    const marked = list.at(index + 1);
    const offset = marked & (OTHER - 1);
    const start = (forms[form * FORM.size + FORM.start] ?? 0) + offset;
    const isOther = marked !== offset;
    if (isOther) swapAlphabet(bytes.subarray(start, start + shape.gram), swapped);
    let slot = slotOf(isOther ? addGram(bits, swapped, 0) : addGram(bits, bytes, start), shift);
    while (slots[slot] !== EMPTY) slot = (slot + 1) & (size - 1);
    slots[slot] = form * OTHER + offset;
  }
  return { bits, slots, shift };
}

/** Whether one of these bytes differs in the other base64 alphabet. */
function hasMarks(bytes: Uint8Array, start: number, length: number): boolean {
  for (let at = start; at < start + length; at++)
    if (standard(bytes[at] ?? 0) !== undefined || bytes[at] === 0x2b || bytes[at] === 0x2f) return true;
  return false;
}

/** Exchanges `+` and `/` with `-` and `_` (RFC 4648, sections 4 and 5). */
function swapAlphabet(gram: Uint8Array, into: Uint8Array): void {
  for (let index = 0; index < gram.length; index++) {
    const byte = gram[index] ?? 0;
    into[index] = ALPHABETS.get(byte) ?? byte;
  }
}

const ALPHABETS: ReadonlyMap<number, number> = new Map([
  [0x2b, 0x2d],
  [0x2f, 0x5f],
  [0x2d, 0x2b],
  [0x5f, 0x2f],
]);

/** The first slot for a hash. */
export function slotOf(hash: number, shift: number): number {
  return Math.imul(hash, 0x9e3779b1) >>> shift;
}

/** The form of a slot. */
export function formOf(slot: number): number {
  return slot >>> OFFSET_BITS;
}

/** The offset of a slot's gram in its form. */
export function offsetOf(slot: number): number {
  return slot & (OTHER - 1);
}

/** Bytes as they are compared: tables of 256. */
export const FOLDS: readonly Readonly<Uint8Array>[] = [
  foldTable(() => undefined),
  foldTable(lowered),
  foldTable(standard),
];

function foldTable(fold: (byte: number) => number | undefined): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => fold(byte) ?? byte);
}

function lowered(byte: number): number | undefined {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : undefined;
}

function standard(byte: number): number | undefined {
  return byte === 0x2d || byte === 0x5f ? ALPHABETS.get(byte) : undefined;
}

/** Whether a value with that many characters must occur as a separate word. */
export function isWordOnly(chars: number): boolean {
  return chars < SHORTEST_INSIDE;
}
