import type { Span } from '../../types.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import type { Found } from './found.ts';

/** The text in which cuts are looked for. */
export interface CutText {
  readonly bytes: Buffer;
  /** Where a cut may begin. */
  readonly range: Span;
  readonly context: ViewContext;
  /** The first characters of the range, one a byte: they tell what form the text has. */
  readonly head: string;
}

/** How much of a text tells its form, in bytes. */
export const HEAD = 1024;

/** Gives the views that undo one family of cuts, from the places where one may begin. */
export type Family = (text: CutText, found: Found) => Iterable<DecodedView>;
