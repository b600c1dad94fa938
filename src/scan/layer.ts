import type { Span } from '../types.ts';
import type { DecodedView } from '../view/decoded-view.ts';
import type { Trust } from '../view/joined/joints.ts';
import type { Layout } from '../view/layout.ts';

/** Part of a window or of a view, with the way back to the text. */
export interface Layer {
  readonly bytes: Buffer;
  readonly range: Span;
  readonly view: readonly string[];
  /** What each step of the view was decoded from, in the text, outermost first. */
  readonly regions: () => readonly Span[];
  readonly toText: (span: Span) => Span;
  /** How sure it is that a span of a joined text is one value; undefined where joining did not help to read it. */
  readonly trustOf?: (span: Span) => Trust | undefined;
  /** Whether it is joined by guesses alone. */
  readonly isGuessed?: boolean;
  /** Whether what stands at its end may go on behind the window. */
  readonly reachesEnd?: boolean;
  /** How many of the last steps rewrote a text. */
  readonly rewritten?: number;
  /** Of a text itself. */
  readonly layout?: Layout | undefined;
  /** Whether it is the better reading of all that it holds: what names a value may stand lines above it. */
  readonly isWhole?: boolean | undefined;
  /** Whether a span of a joined text holds a joint. */
  readonly touches?: (span: Span) => boolean;
  /** Whether a span lies in several texts that stand beside each other in one. */
  readonly isApart?: (span: Span) => boolean;
}

/**
 * Steps in a row, each of which takes quotes, strokes or breaks out of a text, that programs write over one another (JSON in a shell's
 * word in JSON). Source code has so many of these marks that more can be undone, each a guess: where the depth ends there, no text is lost.
 */
export const MOST_REWRITTEN = 4;
const ESCAPES: ReadonlySet<string> = new Set(['json-escape', 'c-escape']);
/** A few characters of a text alone: what was guessed around them stays a guess, and they are none themselves. */
const CHARACTERS: ReadonlySet<string> = new Set(['percent', 'entity', 'css-escape']);

/**
 * Whether a view of a layer was looked at in the text around: what stands beside the joints was decoded there, but for what the lines of
 * a text put together.
 */
export function isLookedAt({ touches, isWhole }: Layer, decoded: DecodedView): boolean {
  if (isWhole === true && decoded.joints !== undefined) return false;
  return touches?.(decoded.toOuter({ start: 0, end: decoded.bytes.length })) === false;
}

/** How many steps in a row, the last of them this one, rewrite a text. */
export function rewrittenBy({ kind, joints }: DecodedView, { rewritten = 0 }: Layer): number {
  if (CHARACTERS.has(kind)) return rewritten;
  return joints !== undefined || ESCAPES.has(kind) ? rewritten + 1 : 0;
}

export function partOf(bytes: Buffer, { start, end }: Span): Buffer {
  return bytes.subarray(start, end);
}

type WayBack = Pick<Layer, 'toText' | 'trustOf' | 'touches' | 'isApart' | 'isGuessed' | 'isWhole'>;

/** The way from a decoded view back to the text, through the layer that it was decoded from. */
export function wayBack(layer: Layer, decoded: DecodedView): WayBack {
  const toText = (span: Span): Span => layer.toText(decoded.toOuter(span));
  const { joints } = decoded;
  const { trustOf, touches } = layer;
  const apart = isApartIn(layer, decoded);
  if (joints === undefined && trustOf === undefined) return { toText, ...apart };
  return {
    toText,
    ...apart,
    isWhole: joints?.isWhole,
    isGuessed: layer.isGuessed === true || joints?.isGuessed === true,
    trustOf: (span) => {
      const own = joints === undefined ? 'sure' : joints.trustOf(span);
      const outer = trustOf === undefined || own === undefined ? own : trustOf(decoded.toOuter(span));
      return outer === 'sure' ? own : outer;
    },
    touches: (span) => joints?.touches(span) ?? touches?.(decoded.toOuter(span)) ?? true,
  };
}

function isApartIn({ isApart }: Layer, decoded: DecodedView): Pick<Layer, 'isApart'> {
  if (decoded.isApart === undefined && isApart === undefined) return {};
  return { isApart: (span) => decoded.isApart?.(span) === true || isApart?.(decoded.toOuter(span)) === true };
}
