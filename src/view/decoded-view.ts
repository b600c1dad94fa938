import type { Runs } from '../engine/run-finder.ts';
import type { SkipReason, Span } from '../types.ts';
import type { Budget } from './budget.ts';
import type { Joints } from './joined/joints.ts';
import type { Layout } from './layout.ts';
import type { Reach } from './reach.ts';

/** A text or data decoded from a region of other bytes. */
export interface DecodedView {
  /** Its step in a view chain: `base64`, `hex`, `percent` … */
  readonly kind: string;
  readonly bytes: Buffer;
  /** Whether the bytes begin like a recognisable container (which may be expanded). */
  readonly container: boolean;
  /** For a text joined from parts: where the parts meet. */
  readonly joints?: Joints;
  /** Spans of the outer bytes for which the view is the better reading: a value in one of them is read less well without it. */
  readonly covers?: readonly Span[];
  /** For several views gathered in one text: their number. */
  readonly parts?: number;
  /** For several views gathered in one text: the last one. */
  readonly last?: DecodedView;
  /** For several views gathered in one text: whether a span crosses from one to another. */
  isApart?(span: Span): boolean;
  /** The encoded bytes behind the given bytes of the view, including every contributing character whole. */
  toOuter(span: Span): Span;
}

/** The encoded bytes of a view, or of the last of its unrelated parts. */
export function lastPartOf(view: DecodedView): Span {
  const one = view.last ?? view;
  const { bytes, joints } = one;
  return one.toOuter({ start: joints?.lastPart(bytes.length) ?? 0, end: bytes.length });
}

/** Reports something that was not decoded. `span`: the encoded bytes. */
export type OnSkip = (reason: SkipReason, detail: string, span: Span) => void;

/** Called with encoded bytes that may be the beginning of data that continues further on. */
export type OnOpen = (span: Span) => void;

/** The budget and callbacks of one search for views. */
export class ViewContext {
  readonly #budget: Budget;
  readonly #onSkip: OnSkip;
  /** Runs of digits in the bytes searched. */
  readonly runs: Runs;
  /** The layout that the beginning of the text shows. */
  readonly layout: Layout;
  /** Records how far the views reach, if requested. */
  readonly reach: Reach | undefined;
  readonly #onOpen: OnOpen | undefined;
  #stopped = false;

  constructor(
    budget: Budget,
    { onSkip, onOpen }: { readonly onSkip: OnSkip; readonly onOpen?: OnOpen | undefined },
    runs: Runs,
    layout: Layout,
    reach?: Reach,
  ) {
    this.#onOpen = onOpen;
    this.layout = layout;
    this.#budget = budget;
    this.#onSkip = onSkip;
    this.runs = runs;
    this.reach = reach;
  }

  /** Whether the budget is used up; no more views are made then. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Reports something that cannot be scanned. */
  lose(reason: SkipReason, detail: string, span: Span): void {
    this.#onSkip(reason, detail, span);
  }

  /** Reports encoded bytes, not decoded so far, that reach the end of the text and may continue after it. */
  open(span: Span): void {
    this.#onOpen?.(span);
  }

  /** Charges a view of `size` bytes made from `span`; false, and reported once, if the budget refuses. */
  pay(size: number, kind: string, span: Span): boolean {
    if (!this.#stopped && this.#budget.spend(size)) return true;
    if (!this.#stopped)
      this.#onSkip('too-expanded', `${kind} text of ${size} bytes and what follows were not decoded`, span);
    this.#stopped = true;
    return false;
  }
}

/**
 * Finds the views of one family whose encoded region starts inside `range`; the region may end after it. The mapping of a view stays valid
 * as long as the bytes are unchanged.
 */
export type Finder = (bytes: Buffer, range: Span, context: ViewContext) => Iterable<DecodedView>;

/** The result of a finder that sees at once that there is nothing. */
export const NO_VIEWS: readonly DecodedView[] = [];

/** Longest region expected to lie completely within a window and its look-ahead. */
export const LOOK_AHEAD: number = 16 * 1024;
