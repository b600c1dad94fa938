import type { Detector } from '../detect/detector.ts';
import type { Span } from '../types.ts';
import { Budget } from '../view/budget.ts';
import { decodedViews } from '../view/encoded/encodings.ts';
import type { IsOpen } from './open-lines.ts';

/** How a line is scanned: not at all, by the rules alone, or in its views too. */
export const NOT = 0;
export const BY_RULES = 1;
export const IN_VIEWS = 2;
/** One of these. */
export type Look = typeof NOT | typeof BY_RULES | typeof IN_VIEWS;

/** Consecutive whole lines that are scanned in the same way. */
export interface Part {
  readonly end: number;
  readonly look: Look;
}

const LF = 10;
/** A view of more bytes may come from a few places in them: it says little about where to look. */
const WIDE = 4096;

/** Where a text may contain values. */
export interface Suspects {
  /** Places of keywords for which rules would be tried, and of declared values and parts of them. */
  readonly rules: readonly Span[];
  /** The same in views, including nested ones, as places of the text. */
  readonly views: readonly Span[];
  /** Whether a view is so wide that it is better to scan parts of the text separately. */
  readonly isWide: boolean;
}

/** Where in a text given as a whole anything may be detected; undefined if that may be everywhere. */
export function suspectsIn(bytes: Buffer, detector: Detector): Suspects | undefined {
  const rules = detector.promisingPlaces(bytes);
  if (rules === undefined) return undefined;
  const search = new ViewSearch(detector, new Budget(bytes.length));
  search.look({ bytes, steps: [], toText: (span) => span });
  if (search.isStopped) return undefined;
  const split = detector.splitValues(bytes).flatMap(({ parts }) => parts);
  return { rules: [...rules, ...split], views: search.places, isWide: search.isWide };
}

/** A text, or a view of it, with the way back. */
interface Layer {
  readonly bytes: Buffer;
  readonly steps: readonly string[];
  readonly toText: (span: Span) => Span;
}

/** Searches all views of a text for places at which a rule would be tried. */
class ViewSearch {
  readonly #detector: Detector;
  readonly #budget: Budget;
  readonly places: Span[] = [];
  isStopped = false;
  isWide = false;

  constructor(detector: Detector, budget: Budget) {
    this.#detector = detector;
    this.#budget = budget;
  }

  look({ bytes, steps, toText }: Layer): void {
    const onSkip = (): boolean => (this.isStopped = true);
    const options = { budget: this.#budget, onSkip, inside: steps.at(-1), gather: true };
    for (const view of decodedViews(bytes, { start: 0, end: bytes.length }, options)) {
      if (steps.length >= this.#budget.maxDepth) return void onSkip();
      // A stream is not a file: what is packed in a line of it is found when the whole is scanned.
      if (view.container) continue;
      const outer = (span: Span): Span => toText(view.toOuter(span));
      for (const { start, end } of this.#detector.promisingPlaces(view.bytes) ?? []) {
        const place = outer({ start, end: Math.max(end, Math.min(start + 1, view.bytes.length)) });
        this.isWide ||= place.end - place.start > WIDE;
        this.places.push(place);
      }
      this.look({ bytes: view.bytes, steps: [...steps, view.kind], toText: outer });
    }
  }
}

/**
 * The lines of a text from `from` on, by how each is to be scanned with the `context` bytes before it.
 *
 * @param bytes ends with a line
 * @param isOpen whether a line may continue in the next one, which is then scanned together with it
 */
export function partsOf(
  bytes: Buffer,
  from: number,
  { rules, views }: Suspects,
  context: number,
  isOpen: IsOpen,
): readonly Part[] {
  const starts = lineStarts(bytes, from, isOpen);
  const looks = new Uint8Array(starts.length);
  for (const [spans, look] of [
    [rules, BY_RULES],
    [views, IN_VIEWS],
  ] as const) {
    for (const { start, end } of spans) {
      for (let line = lineAt(starts, start); line < starts.length && (starts[line] ?? 0) <= end + context; line++) {
        looks[line] = Math.max(looks[line] ?? NOT, look);
      }
    }
  }
  const parts: Part[] = [];
  for (let line = 0; line < starts.length; line++) {
    if (looks[line] !== looks[line + 1])
      parts.push({ end: starts[line + 1] ?? bytes.length, look: looks[line] as Look });
  }
  return parts;
}

function lineStarts(bytes: Buffer, from: number, isOpen: IsOpen): readonly number[] {
  const starts: number[] = [];
  for (let at = from; at < bytes.length;) {
    if (at === from || !isOpen(bytes, at)) starts.push(at);
    const end = bytes.indexOf(LF, at);
    at = end < 0 ? bytes.length : end + 1;
  }
  return starts;
}

/** Number of the line that contains a place; the first one for a place before all lines. */
function lineAt(starts: readonly number[], place: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= place) low = middle;
    else high = middle;
  }
  return low;
}
