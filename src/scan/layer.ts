import type { Span } from '../types.ts';
import type { DecodedView } from '../view/decoded-view.ts';
import type { Trust } from '../view/joined/joints.ts';
import type { Layout } from '../view/layout.ts';

/** Part of a window or view, with the way back to the text. */
export interface Layer {
  readonly bytes: Buffer;
  readonly range: Span;
  readonly view: readonly string[];
  /** The span of the text that each step of the view was decoded from, outermost first. */
  readonly regions: () => readonly Span[];
  readonly toText: (span: Span) => Span;
  /** How likely a span of a joined text is to be one value; undefined if joining did not help to read it. */
  readonly trustOf?: (span: Span) => Trust | undefined;
  /** Whether it was joined by guesswork alone. */
  readonly isGuessed?: boolean;
  /** Whether a value at its end may continue after the window. */
  readonly reachesEnd?: boolean;
  /** How many of the last consecutive steps rewrote a text. */
  readonly rewritten?: number;
  /** Set for a text itself, not for its views. */
  readonly layout?: Layout | undefined;
  /** Whether this is the better reading of everything it contains: the name of a value may be several lines above it. */
  readonly isWhole?: boolean | undefined;
  /** Whether a span of a joined text contains a joint. */
  readonly touches?: (span: Span) => boolean;
  /** Whether a span covers several texts that are merely adjacent in the joined one. */
  readonly isApart?: (span: Span) => boolean;
}

/**
 * Maximum number of consecutive steps that remove quotation marks, backslashes or line breaks, which programs nest
 * (JSON in a shell's word in JSON). Source code has so many of these marks that more can be undone, each a guess:
 * stopping at this depth loses no text.
 */
export const MOST_REWRITTEN = 4;
const ESCAPES: ReadonlySet<string> = new Set(['json-escape', 'c-escape']);
/** Decode only a few characters of a text: what was guessed around them remains a guess, and they are not guesses themselves. */
const CHARACTERS: ReadonlySet<string> = new Set(['percent', 'entity', 'css-escape']);

/**
 * Whether a view of a layer was already scanned in the surrounding text: what is next to the joints was decoded there,
 * except for what joining the lines of a text produced.
 */
export function isLookedAt({ touches, isWhole }: Layer, decoded: DecodedView): boolean {
  if (isWhole === true && decoded.joints !== undefined) return false;
  return touches?.(decoded.toOuter({ start: 0, end: decoded.bytes.length })) === false;
}

/** The number of consecutive steps that rewrote a text, up to and including this one. */
export function rewrittenBy({ kind, joints }: DecodedView, { rewritten = 0 }: Layer): number {
  if (CHARACTERS.has(kind)) return rewritten;
  return joints !== undefined || ESCAPES.has(kind) ? rewritten + 1 : 0;
}

export function partOf(bytes: Buffer, { start, end }: Span): Buffer {
  return bytes.subarray(start, end);
}

type WayBack = Pick<Layer, 'toText' | 'trustOf' | 'touches' | 'isApart' | 'isGuessed' | 'isWhole'>;

/** The way from a decoded view back to the text, through the layer it was decoded from. */
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
