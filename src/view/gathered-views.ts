import { isUtf8 } from 'node:buffer';
import type { Span } from '../types.ts';
import type { DecodedView } from './decoded-view.ts';
import { hasForm } from './forms.ts';

/** Maximum size of a gathered text: one chunk for the engine. */
const MOST = 60 * 1024;
/** Longer views are not gathered. */
const LONG = 16 * 1024;
/** Separates texts: a line-by-line reader sees only empty lines beside each. */
const APART = '\n\n\n\n';

/** Several views of one kind as one text. Scanning one text of 60 KB costs less than scanning a hundred of 600 bytes. */
class GatheredView implements DecodedView {
  readonly kind: string;
  readonly bytes: Buffer;
  readonly container = false;
  readonly #views: readonly DecodedView[];
  /** Start of each view, ascending. */
  readonly #starts: readonly number[];

  constructor(views: readonly [DecodedView, ...DecodedView[]], size: number) {
    this.kind = views[0].kind;
    this.#views = views;
    const starts: number[] = [];
    const bytes = Buffer.allocUnsafe(size);
    let length = 0;
    for (const view of views) {
      starts.push(length);
      bytes.set(view.bytes, length);
      length += view.bytes.length;
      length += bytes.write(APART, length, 'latin1');
    }
    this.bytes = bytes;
    this.#starts = starts;
  }

  get parts(): number {
    return this.#views.length;
  }

  get last(): DecodedView {
    return this.#views.at(-1) as DecodedView;
  }

  isApart({ start, end }: Span): boolean {
    const part = this.#partOf(start);
    return end > (this.#starts[part] ?? 0) + (this.#views[part]?.bytes.length ?? 0);
  }

  toOuter({ start, end }: Span): Span {
    const first = this.#inPart(this.#partOf(start), start, end);
    if (end <= start || !this.isApart({ start, end })) return first;
    return { start: first.start, end: Math.max(first.end, this.#inPart(this.#partOf(end - 1), start, end).end) };
  }

  /** The outer bytes of the part of a span that lies in the given view. */
  #inPart(part: number, start: number, end: number): Span {
    const from = this.#starts[part] ?? 0;
    const view = this.#views[part];
    const length = view?.bytes.length ?? 0;
    const clip = (at: number): number => Math.min(Math.max(0, at - from), length);
    return view?.toOuter({ start: clip(start), end: clip(end) }) ?? { start: 0, end: 0 };
  }

  #partOf(at: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/**
 * Whether a view reads the same next to others: no data that may contain a container, and no first bytes that determine how all of it is
 * read.
 */
function isPlain({ container, bytes }: DecodedView): boolean {
  return !container && bytes.length <= LONG && isUtf8(bytes) && !hasForm(bytes);
}

/**
 * Gathers short views of one kind into texts, separated by a few empty lines. A match in such a text counts only if it lies within one of
 * the views; see `isApart`.
 *
 * @param isWanted whether a view of the given outer bytes is needed at all
 */
export function* gathered(views: Iterable<DecodedView>, isWanted?: (outer: Span) => boolean): Generator<DecodedView> {
  let group: DecodedView[] = [];
  let size = 0;
  for (const view of views) {
    if (isWanted?.(view.toOuter({ start: 0, end: view.bytes.length })) === false) continue;
    if (!isPlain(view)) {
      yield view;
      continue;
    }
    const length = view.bytes.length + APART.length;
    if (size + length > MOST) {
      yield together(group, size);
      group = [];
      size = 0;
    }
    group.push(view);
    size += length;
  }
  if (group.length > 0) yield together(group, size);
}

function together(group: readonly DecodedView[], size: number): DecodedView {
  const [first, ...rest] = group as [DecodedView, ...DecodedView[]];
  return rest.length === 0 ? first : new GatheredView([first, ...rest], size);
}
