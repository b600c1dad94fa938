import { gramFinderFor, gramHash, type GramFinder } from '../../engine/gram-finder.ts';
import type { Span } from '../../types.ts';
import type { KnownFinder, KnownMatch } from './finder.ts';
import { BASE64 } from './forms.ts';
import { type SplitMatch, SplitValues } from './split.ts';
import { bitsOf } from './strength.ts';
import {
  EMPTY,
  FOLDS,
  FORM,
  formOf,
  type GramTable,
  isWordOnly,
  type KnownTables,
  offsetOf,
  PIECE,
  slotOf,
} from './tables.ts';

/** A verified match before it is joined with its neighbours. */
interface Hit extends Span {
  readonly form: number;
  readonly piece: number;
  readonly full: boolean;
  /** Matching bytes of the form, without public ones. */
  readonly shown: number;
}

/** Maximum bytes between two lines of one value: a line break with indentation, escaped, with a log prefix. */
const GAP = 96;
const NONE: readonly KnownMatch[] = [];

/**
 * Finds declared values in bytes: unchanged, in every form of {@link KnownTables}, and parts of 16 characters from their start or end. One
 * per thread.
 *
 * @example for (const { start, end, name } of new KnownValues(tables).find(bytes)) …
 */
export class KnownValues implements KnownFinder {
  readonly #tables: KnownTables;
  readonly #finders: readonly { readonly table: GramTable; readonly finder: GramFinder; readonly tail: number }[];
  /** Start of each form already examined, so that its other grams there are skipped. */
  readonly #seen = new Map<number, number>();

  #split: SplitValues | undefined;

  constructor(tables: KnownTables, plain: boolean = false) {
    this.#tables = tables;
    this.#finders = tables.grams
      .filter(({ slots }) => slots.some((slot) => slot !== EMPTY))
      .map((table) => ({
        table,
        finder: gramFinderFor(table.bits, plain),
        tail: table.bits.shape.gram === 8 ? 0xffffffff : 2 ** (8 * (table.bits.shape.gram - 4)) - 1,
      }));
  }

  /** Bytes needed before and after a range so that all matches that begin in it are complete. */
  get margin(): number {
    return this.#tables.longest + GAP;
  }

  /** Matches that begin in `[from, to)`, in order of position, without overlaps. */
  find(bytes: Uint8Array, from: number = 0, to: number = bytes.length): readonly KnownMatch[] {
    const hits: Hit[] = [];
    const { margin } = this;
    const [first, last] = [Math.max(0, from - margin), Math.min(bytes.length, to + margin)];
    for (const { table, finder, tail } of this.#finders) {
      if (this.#seen.size > 0) this.#seen.clear();
      finder.find(bytes, first, last, (at) => this.#lookUp(bytes, at, { table, tail }, hits));
    }
    if (hits.length === 0) return NONE;
    return this.#joined(withoutOverlaps(hits)).filter(({ start }) => start >= from && start < to);
  }

  findSplit(bytes: Buffer, isScattered: boolean): readonly SplitMatch[] {
    return this.#splitValues.find(bytes, isScattered);
  }

  endsWithin(bytes: Buffer): boolean {
    return this.#splitValues.endsWithin(bytes);
  }

  get #splitValues(): SplitValues {
    return (this.#split ??= new SplitValues(this.#tables));
  }

  /** Verifies all forms that have this gram. */
  #lookUp(bytes: Uint8Array, at: number, { table, tail }: { table: GramTable; tail: number }, hits: Hit[]): void {
    const { slots, shift } = table;
    const mask = slots.length - 1;
    for (let slot = slotOf(gramHash(bytes, at, tail), shift); ; slot = (slot + 1) & mask) {
      const entry = slots[slot] ?? EMPTY;
      if (entry === EMPTY) return;
      const form = formOf(entry);
      const offset = offsetOf(entry);
      if (this.#seen.get(form) === at - offset) continue;
      const hit = this.#verify(bytes, at, form, offset);
      if (hit === undefined) continue;
      this.#seen.set(form, at - offset);
      hits.push(hit);
    }
  }

  /** Compares the text and the form around a gram that they may share; a match if they agree far enough. */
  #verify(bytes: Uint8Array, at: number, form: number, offset: number): Hit | undefined {
    const start = this.#form(form, FORM.start);
    const length = this.#form(form, FORM.length);
    const fold = this.#form(form, FORM.fold);
    const span = alikeAround(bytes, this.#tables.bytes.subarray(start, start + length), { at, offset, fold });
    if (span === undefined) return undefined;
    const piece = this.#form(form, FORM.piece);
    const hit = { ...span, form, piece };
    if (span.end - span.start < length) return this.#part(hit, span.start - at + offset, span.end - at + offset);
    if (isWordOnly(this.#piece(piece, PIECE.chars)) && !standsAsWord(bytes, span, fold === BASE64)) return undefined;
    return { ...hit, full: true, shown: length };
  }

  /** A part of a form that discloses enough of its value. */
  #part(span: Omit<Hit, 'full' | 'shown'>, left: number, right: number): Hit | undefined {
    const least = this.#form(span.form, FORM.least);
    const end = this.#form(span.form, FORM.length) - this.#form(span.form, FORM.trail);
    const shown = Math.min(right, end) - Math.max(left, this.#form(span.form, FORM.lead));
    return least === 0 || shown < least ? undefined : { ...span, full: false, shown };
  }

  /** Joins consecutive lines of one value into one match. */
  #joined(hits: readonly Hit[]): KnownMatch[] {
    const matches: KnownMatch[] = [];
    let open: Hit[] = [];
    const close = (): void => {
      if (open.length > 0) matches.push(this.#matchOf(open));
      open = [];
    };
    for (const hit of hits) {
      const before = open.at(-1);
      if (before !== undefined && !this.#goesOn(before, hit)) close();
      open.push(hit);
    }
    close();
    return matches;
  }

  #goesOn(before: Hit, next: Hit): boolean {
    return (
      next.start - before.end <= GAP &&
      this.#piece(before.piece, PIECE.name) === this.#piece(next.piece, PIECE.name) &&
      this.#piece(before.piece, PIECE.ordinal) < this.#piece(next.piece, PIECE.ordinal)
    );
  }

  #matchOf(hits: readonly Hit[]): KnownMatch {
    const { names, steps } = this.#tables;
    const [first, last] = [hits[0] as Hit, hits.at(-1) as Hit];
    const { form, piece } = first;
    const name = names[this.#piece(piece, PIECE.name)] ?? '';
    const place = { start: first.start, end: last.end, name, steps: steps[this.#form(form, FORM.steps)] ?? [] };
    if (hits.length > 1) {
      const whole = this.#text(this.#piece(piece, PIECE.whole), this.#piece(piece, PIECE.wholeLength));
      return { ...place, value: whole, shown: whole.length, chars: whole.length, bits: bitsOf(whole) };
    }
    const value = this.#text(this.#piece(piece, PIECE.text), this.#piece(piece, PIECE.textLength));
    const chars = this.#piece(piece, PIECE.chars);
    const usable = this.#form(form, FORM.length) - this.#form(form, FORM.lead) - this.#form(form, FORM.trail);
    const share = first.full ? 1 : first.shown / Math.max(1, usable);
    return { ...place, value, shown: Math.min(chars, Math.round(share * chars)), chars, bits: share * bitsOf(value) };
  }

  #form(form: number, field: number): number {
    return this.#tables.forms[form * FORM.size + field] ?? 0;
  }

  #piece(piece: number, field: number): number {
    return this.#tables.pieces[piece * PIECE.size + field] ?? 0;
  }

  #text(start: number, length: number): string {
    return Buffer.from(this.#tables.bytes.subarray(start, start + length)).toString('latin1');
  }
}

/** The stretch around a position in which a text equals a form whose `offset` is there; undefined if they differ even there. */
function alikeAround(
  bytes: Uint8Array,
  form: Uint8Array,
  { at, offset, fold }: { readonly at: number; readonly offset: number; readonly fold: number },
): Span | undefined {
  const folded = FOLDS[fold] as Uint8Array;
  const shift = at - offset;
  const alike = (index: number): boolean => folded[bytes[index + shift] ?? 0] === folded[form[index] ?? 0];
  const [floor, ceiling] = [Math.max(0, -shift), Math.min(form.length, bytes.length - shift)];
  let end = offset;
  while (end < ceiling && alike(end)) end++;
  if (end === offset) return undefined;
  let start = offset;
  while (start > floor && alike(start - 1)) start--;
  return { start: start + shift, end: end + shift };
}

/** Whether there is no letter or digit on either side. */
function standsAsWord(bytes: Uint8Array, { start, end }: Span, base64: boolean): boolean {
  return [bytes[start - 1], bytes[end]].every(
    (byte) => byte === undefined || !(WORD[byte] === 1 || (base64 && DIGIT_MARKS.has(byte))),
  );
}

const WORD: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(/\w/.test(String.fromCharCode(byte)) || byte >= 0x80),
);
const DIGIT_MARKS: ReadonlySet<number> = new Set([0x2b, 0x2f, 0x2d]);

/** Keeps one of overlapping hits: whole values before parts, then the longer, then the plainer one. */
function withoutOverlaps(hits: Hit[]): readonly Hit[] {
  const kept: Hit[] = [];
  for (const hit of hits.sort((a, b) => a.start - b.start || b.end - a.end || a.form - b.form)) {
    const last = kept.at(-1);
    if (last === undefined || hit.start >= last.end) kept.push(hit);
    else if (isBetter(hit, last)) kept[kept.length - 1] = hit;
  }
  return kept;
}

function isBetter(a: Hit, b: Hit): boolean {
  if (a.full !== b.full) return a.full;
  const [length, other] = [a.end - a.start, b.end - b.start];
  return length > other;
}
