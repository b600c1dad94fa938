import type { Span } from '../types.ts';
import { type DecodedView, lastPartOf } from '../view/decoded-view.ts';
import { isData } from '../view/encoded/encodings.ts';
import type { Layer } from './layer.ts';
import type { TextWindow } from './window-reader.ts';

/** What ends this close to the end of a window may continue after it: the last line of a dump may be cut in the middle. */
const NEAR = 1024;
const LF = 10;

/** Whether what ends at `end` may continue after bytes of the given length. */
export function isNearEnd(end: number, length: number): boolean {
  return end >= length - NEAR;
}

/** Something that continues after a window, as far as can be seen there. */
interface OpenRegion {
  /** Its offset in the text. */
  readonly start: number;
  /** Reports that it was not scanned as a whole. Not called if it is read again. */
  readonly lose?: (() => void) | undefined;
}

/**
 * Tracks what is encoded across the end of a window. If something that begins in the window continues after it, the
 * window ends before that, and the next one has it with more bytes. Losses in a part that is read again are not
 * reported.
 */
export class WindowEdge {
  readonly #window: TextWindow;
  readonly #regions: OpenRegion[] = [];
  readonly #losses: { readonly start: number; readonly tell: () => void }[] = [];

  constructor(window: TextWindow) {
    this.#window = window;
  }

  /** Records a part of a layer if it reaches the window's end. */
  open({ bytes, toText, reachesEnd }: Layer, outer: Span, lose?: () => void): void {
    if (reachesEnd === true && isNearEnd(outer.end, bytes.length))
      this.#regions.push({ start: toText(outer).start, lose });
  }

  /**
   * Records a view decoded from a layer if it is one of data and reaches the window's end. Rewritten texts can be cut
   * anywhere, except within what is encoded in them.
   *
   * @param holdsData whether there are containers in the view
   * @returns whether what is encoded in the view may continue after the window
   */
  openView(layer: Layer, decoded: DecodedView, holdsData: boolean, lose: () => void): boolean {
    if (layer.reachesEnd !== true) return false;
    const outer = lastPartOf(decoded);
    // Cuts are undone up to the end of the range.
    if (!isNearEnd(outer.end, decoded.joints === undefined ? layer.bytes.length : layer.range.end)) return false;
    if (!holdsData && !isData(decoded)) return true;
    // The line begins with the address of a dump; the preceding line break shows where.
    const start = decoded.joints === undefined ? outer.start : Math.max(0, layer.bytes.lastIndexOf(LF, outer.start));
    this.#regions.push({ start: layer.toText({ start, end: outer.end }).start, lose });
    return false;
  }

  /** Records that a layer or a part of it was not decoded. */
  lose(layer: Layer, span: Span | undefined, tell: () => void): void {
    if (span !== undefined && layer.reachesEnd === true && isNearEnd(span.end, layer.bytes.length))
      this.open(layer, span, tell);
    else this.#losses.push({ start: layer.toText(span ?? layer.range).start, tell });
  }

  /** Returns where the window ends, as an offset in its bytes, and reports what is lost before it. */
  settle(): number {
    const { from, to, base, endAt } = this.#window;
    const inside = this.#regions
      .map((region) => ({ ...region, at: Math.max(from, region.start - base) }))
      .filter(({ at }) => at < to)
      .toSorted((a, b) => a.at - b.at);
    let border = to;
    for (const { at, lose } of inside) {
      if (endAt?.(at) === true) {
        border = at;
        break;
      }
      lose?.();
    }
    for (const { start, tell } of this.#losses) if (start < base + border) tell();
    return border;
  }
}
