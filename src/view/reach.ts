import type { Span } from '../types.ts';

/** Bytes next to the region of a view that are considered too: they may make it longer. */
const BESIDE = 640;

const NOTHING = { before: 0, behind: 0 } as const;

/** What a view depends on because of its own content. */
export interface InsideFacts {
  /** Maximum number of bytes that a value in it, with everything that the value depends on, may take up. */
  readonly longest: number;
  /** Whether its own views depend on all of it. */
  readonly goesOn: boolean;
  /** Bytes that its own views remove. */
  readonly removed: { readonly before: number; readonly behind: number };
}

/**
 * Records, for a search for views, how far its results depend on other parts of the text: a caller that has seen another version of the
 * text then only needs to scan near the changes.
 */
export class Reach {
  #isFar = false;
  #isPrintable = false;
  /** Whether the whole text is known to be quoted-printable, whatever this part says. */
  readonly isInPrintable: boolean;
  /** Bytes removed before and after the middle. */
  readonly #removed: [before: number, behind: number] = [0, 0];
  readonly #middle: Span;
  readonly #length: number;
  /** Whether a region treated as a unit may continue before the text, and after it. */
  readonly #cut: [before: boolean, behind: boolean] = [false, false];
  #inner: Reach | undefined;
  #longest = 0;

  /**
   * @param middle the part of the text around which views are made; what lies in it counts for both sides
   * @param length of the text
   * @param isInPrintable whether this is part of a text known to be quoted-printable
   */
  constructor(middle: Span = { start: 0, end: Infinity }, length: number = Infinity, isInPrintable: boolean = false) {
    this.isInPrintable = isInPrintable;
    this.#middle = middle;
    this.#length = length;
  }

  /** Whether a view depends on bytes anywhere in the text: documents, dumps, logs in parts, joined arrays. */
  get isFar(): boolean {
    return this.#isFar;
  }

  /** Whether the text itself declares quoted-printable: then any of its equals signs may be encoded, however far from the declaration. */
  get isPrintable(): boolean {
    return this.#isPrintable;
  }

  /** Whether a region near the middle that is treated as a unit may continue before the text, and after it. */
  get cut(): { readonly before: boolean; readonly behind: boolean } {
    return { before: this.#cut[0], behind: this.#cut[1] };
  }

  /** Maximum number of bytes by which a span of the text that begins in the middle is longer than its decoded form in the views. */
  get removed(): { readonly before: number; readonly behind: number } {
    const [before, behind] = this.#removed;
    return { before, behind };
  }

  /** Maximum number of bytes that a value and what it depends on may take up in a view, considering the views inside it. */
  get longest(): number {
    return this.#longest;
  }

  /** Records for the views inside views, whose positions in the text do not matter. */
  get inner(): Reach {
    this.#inner ??= new Reach(undefined, 0);
    return this.#inner;
  }

  /** Records that something depends on more than its surroundings. */
  goFar(): void {
    this.#isFar = true;
  }

  /** Records that the text is quoted-printable. */
  bePrintable(): void {
    this.#isPrintable = true;
  }

  /** Records that a view is made of a region as a unit, and depends only on the region and the bytes next to it. */
  isOne({ start, end }: Span): void {
    if (end + BESIDE < this.#middle.start || start - BESIDE > this.#middle.end) return;
    if (start < BESIDE) this.#cut[0] = true;
    if (end > this.#length - BESIDE) this.#cut[1] = true;
  }

  /** What was recorded about a view's content. */
  get inside(): InsideFacts {
    const inner = this.#inner;
    const goesOn = inner !== undefined && (inner.#isFar || inner.#isPrintable || inner.#cut[0] || inner.#cut[1]);
    return { longest: this.#longest, goesOn, removed: inner?.removed ?? NOTHING };
  }

  /** Records a view of the text and the facts about its content. @param region that the view was made of as a unit, if any */
  addView({ longest, goesOn, removed }: InsideFacts, region: () => Span | undefined): void {
    this.expect(longest);
    this.#removed[0] += removed.before;
    this.#removed[1] += removed.behind;
    if (!goesOn) return;
    const span = region();
    if (span === undefined) this.goFar();
    else this.isOne(span);
  }

  /** Records that a view may hold a value of `bytes` bytes. */
  expect(bytes: number): void {
    this.#longest = Math.max(this.#longest, bytes);
  }

  /** Records that `bytes` bytes of a span are removed or saved by decoding. */
  remove(bytes: number, { start, end }: Span): void {
    if (end > this.#middle.start) this.#removed[1] += bytes;
    if (start < this.#middle.end) this.#removed[0] += bytes;
  }
}
