import type { Span } from '../types.ts';

/** Bytes that are looked at beside what a view is made of: what stands there may make it longer. */
const BESIDE = 640;

const NOTHING = { before: 0, behind: 0 } as const;

/** What a view of a text depends on, by what stands in it. */
export interface InsideFacts {
  /** Bytes, at most, that a value in it and what that depends on may take up. */
  readonly longest: number;
  /** Whether views of it depend on all of it. */
  readonly goesOn: boolean;
  /** Bytes that these leave out. */
  readonly removed: { readonly before: number; readonly behind: number };
}

/**
 * Says of a search for views how far what it gives depends on what stands elsewhere in the text: whoever has seen another
 * version of the text need then look near the changes alone.
 */
export class Reach {
  #isFar = false;
  #isPrintable = false;
  /** Whether the text that this is a part of is known to be quoted-printable, whatever the part says. */
  readonly isInPrintable: boolean;
  /** What is removed in front of the middle, and behind it. */
  readonly #removed: [before: number, behind: number] = [0, 0];
  readonly #middle: Span;
  readonly #length: number;
  /** Whether a region that counts as one may go on in front of the text, and behind it. */
  readonly #cut: [before: boolean, behind: boolean] = [false, false];
  #inner: Reach | undefined;
  #longest = 0;

  /**
   * @param middle the part of the text around which the views are made; what lies in it counts on both sides
   * @param length of the text
   * @param isInPrintable whether it is a part of a text that is known to be quoted-printable
   */
  constructor(middle: Span = { start: 0, end: Infinity }, length: number = Infinity, isInPrintable: boolean = false) {
    this.isInPrintable = isInPrintable;
    this.#middle = middle;
    this.#length = length;
  }

  /** Whether a view depends on bytes that may lie anywhere: of documents, dumps, logs in parts, arrays that are joined. */
  get isFar(): boolean {
    return this.#isFar;
  }

  /** Whether the text itself says that it is quoted-printable: then all of its equals signs may be, as far as they lie from what says so. */
  get isPrintable(): boolean {
    return this.#isPrintable;
  }

  /** Whether a region near the middle that counts as one may go on in front of the text, and behind it. */
  get cut(): { readonly before: boolean; readonly behind: boolean } {
    return { before: this.#cut[0], behind: this.#cut[1] };
  }

  /** Bytes, at most, by which a span of the text that begins in the middle is longer than what the views make of it. */
  get removed(): { readonly before: number; readonly behind: number } {
    const [before, behind] = this.#removed;
    return { before, behind };
  }

  /** Bytes, at most, that a value and what it depends on may take up in a view, by what stands in the views. */
  get longest(): number {
    return this.#longest;
  }

  /** What is told by the views of views: where they stand in the text is not looked at. */
  get inner(): Reach {
    this.#inner ??= new Reach(undefined, 0);
    return this.#inner;
  }

  /** Notes that something depends on more than its surroundings. */
  goFar(): void {
    this.#isFar = true;
  }

  /** Notes that the text is quoted-printable. */
  bePrintable(): void {
    this.#isPrintable = true;
  }

  /** Notes that a view is made of a region as one, and by the bytes of the region and those beside it alone. */
  isOne({ start, end }: Span): void {
    if (end + BESIDE < this.#middle.start || start - BESIDE > this.#middle.end) return;
    if (start < BESIDE) this.#cut[0] = true;
    if (end > this.#length - BESIDE) this.#cut[1] = true;
  }

  /** What was told of one view by what stands in it. */
  get inside(): InsideFacts {
    const inner = this.#inner;
    const goesOn = inner !== undefined && (inner.#isFar || inner.#isPrintable || inner.#cut[0] || inner.#cut[1]);
    return { longest: this.#longest, goesOn, removed: inner?.removed ?? NOTHING };
  }

  /** Notes a view of the text with what stands in it. @param region that it was made of as one, if it was */
  addView({ longest, goesOn, removed }: InsideFacts, region: () => Span | undefined): void {
    this.expect(longest);
    this.#removed[0] += removed.before;
    this.#removed[1] += removed.behind;
    if (!goesOn) return;
    const span = region();
    if (span === undefined) this.goFar();
    else this.isOne(span);
  }

  /** Notes that a value of so many bytes may stand in a view. */
  expect(bytes: number): void {
    this.#longest = Math.max(this.#longest, bytes);
  }

  /** Notes bytes of a span that are left out, or become fewer. */
  remove(bytes: number, { start, end }: Span): void {
    if (end > this.#middle.start) this.#removed[1] += bytes;
    if (start < this.#middle.end) this.#removed[0] += bytes;
  }
}
