import { createHash } from 'node:crypto';
import type { Span } from '../types.ts';
import { decodedViews, type DecodedView, type OnSkip, type ViewOptions } from './encoded/encodings.ts';

/** A view of a window, through one or more decodings. */
export interface NestedView {
  /** Its steps, outermost first. */
  readonly chain: readonly string[];
  readonly bytes: Buffer;
  readonly container: boolean;
  /** The bytes of the window behind the given bytes of the view. */
  toOuter(span: Span): Span;
}

/** Options of `nestedViews`. */
export interface NestedViewOptions extends ViewOptions {
  /** Containers and decodings around the window. @default 0 */
  readonly depth?: number;
}

/** The walk over the views of one window; remembers the texts it has already given. */
class ViewWalk {
  readonly #options: ViewOptions;
  readonly #seen: Set<string> = new Set();
  #saidDeep = false;

  constructor(options: ViewOptions) {
    this.#options = options;
  }

  *below(parent: NestedView, range: Span, depth: number): Generator<NestedView> {
    const onSkip: OnSkip = (reason, detail, span) => this.#options.onSkip(reason, detail, parent.toOuter(span));
    for (const view of decodedViews(parent.bytes, range, { budget: this.#options.budget, onSkip })) {
      if (depth >= this.#options.budget.maxDepth) {
        this.#sayDeep(view, parent);
        return;
      }
      const nested = within(parent, view);
      if (parent.chain.length > 0 && this.#isSeen(nested)) continue;
      yield nested;
      if (!nested.container) yield* this.below(nested, { start: 0, end: nested.bytes.length }, depth + 1);
    }
  }

  /** Nested encodings of different families give the same text in whatever order they are decoded. */
  #isSeen(view: NestedView): boolean {
    const { start, end } = view.toOuter({ start: 0, end: view.bytes.length });
    const key = `${start}-${end}:${createHash('sha256').update(view.bytes).digest('base64')}`;
    const isSeen = this.#seen.has(key);
    this.#seen.add(key);
    return isSeen;
  }

  #sayDeep(view: DecodedView, parent: NestedView): void {
    if (this.#saidDeep) return;
    this.#saidDeep = true;
    const span = parent.toOuter(view.toOuter({ start: 0, end: view.bytes.length }));
    this.#options.onSkip('too-deep', `${view.kind} text not scanned: ${parent.chain.length} decodings deep`, span);
  }
}

function within(parent: NestedView, view: DecodedView): NestedView {
  return {
    chain: [...parent.chain, view.kind],
    bytes: view.bytes,
    container: view.container,
    toOuter: (span) => parent.toOuter(view.toOuter(span)),
  };
}

/**
 * Gives the views of a window and their views, each before the ones inside it, down to the budget's depth. A view that is a container is
 * given but not opened: `expandContainer` does that.
 *
 * @example for (const view of nestedViews(bytes, range, { budget, onSkip, depth: blob.view.length })) scan(view.bytes);
 */
export function nestedViews(bytes: Buffer, range: Span, options: NestedViewOptions): Generator<NestedView> {
  const window: NestedView = { chain: [], bytes, container: false, toOuter: (span) => span };
  return new ViewWalk(options).below(window, range, options.depth ?? 0);
}
