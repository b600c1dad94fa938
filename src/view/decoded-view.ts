import type { Runs } from '../engine/run-finder.ts';
import type { SkipReason, Span } from '../types.ts';
import type { Budget } from './budget.ts';
import type { Joints } from './joined/joints.ts';
import type { Layout } from './layout.ts';
import type { Reach } from './reach.ts';

/** A text or data that was decoded out of a region of other bytes. */
export interface DecodedView {
  /** Its step in a view chain: `base64`, `hex`, `percent` … */
  readonly kind: string;
  readonly bytes: Buffer;
  /** True when the bytes begin like a container that can be told (and maybe expanded). */
  readonly container: boolean;
  /** Of a text that was put together from parts: where they meet. */
  readonly joints?: Joints;
  /** Spans of the outer bytes of which the view is the better reading: what lies in one of them is not read as well without it. */
  readonly covers?: readonly Span[];
  /** Of several views in one text: how many they are. */
  readonly parts?: number;
  /** Of several views in one text: the last one. */
  readonly last?: DecodedView;
  /** Of several views in one text: whether a span lies in more than one of them. */
  isApart?(span: Span): boolean;
  /** The encoded bytes that the given bytes of the view were made from, every contributing character whole. */
  toOuter(span: Span): Span;
}

/** The encoded bytes of a view, or of the last of the unrelated parts that it consists of. */
export function lastPartOf(view: DecodedView): Span {
  const one = view.last ?? view;
  const { bytes, joints } = one;
  return one.toOuter({ start: joints?.lastPart(bytes.length) ?? 0, end: bytes.length });
}

/** What was not decoded. `span`: the encoded bytes. */
export type OnSkip = (reason: SkipReason, detail: string, span: Span) => void;

/** Called with encoded bytes that may be data of which the beginning alone is there. */
export type OnOpen = (span: Span) => void;

/** The account and the ear of one search for views. */
export class ViewContext {
  readonly #budget: Budget;
  readonly #onSkip: OnSkip;
  /** Where digits stand in the bytes that are searched. */
  readonly runs: Runs;
  /** What the beginning of the text says of it. */
  readonly layout: Layout;
  /** What is told how far the views reach, if anyone asks. */
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

  /** True once the budget is used up; no more views are made then. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Says that something is not there to be looked at. */
  lose(reason: SkipReason, detail: string, span: Span): void {
    this.#onSkip(reason, detail, span);
  }

  /** Says that encoded bytes of which no view was made may be one with those behind them, where they reach the end. */
  open(span: Span): void {
    this.#onOpen?.(span);
  }

  /** Pays for a view of `size` bytes made from `span`; false, and said once, when it is too much. */
  pay(size: number, kind: string, span: Span): boolean {
    if (!this.#stopped && this.#budget.spend(size)) return true;
    if (!this.#stopped)
      this.#onSkip('too-expanded', `${kind} text of ${size} bytes and what follows were not decoded`, span);
    this.#stopped = true;
    return false;
  }
}

/**
 * Finds the views of one family whose encoded region starts inside `range`; the region may end behind it. A view's place is
 * known as long as the bytes stay as they are.
 */
export type Finder = (bytes: Buffer, range: Span, context: ViewContext) => Iterable<DecodedView>;

/** What a finder gives where it sees at once that there is nothing. */
export const NO_VIEWS: readonly DecodedView[] = [];

/** Longest region that is expected to be seen whole by a window that has it in its look-ahead. */
export const LOOK_AHEAD: number = 16 * 1024;
