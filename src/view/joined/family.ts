import type { Span } from '../../types.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import type { Found } from './found.ts';

/** The text that is searched for cuts. */
export interface CutText {
  readonly bytes: Buffer;
  /** Range in which a cut must begin. */
  readonly range: Span;
  readonly context: ViewContext;
  /** The first characters of the range, one per byte; they show the form of the text. */
  readonly head: string;
}

/** Bytes of a text that show its form. */
export const HEAD = 1024;

/** Gives the views that undo one family of cuts, using the places where one may begin. */
export type Family = (text: CutText, found: Found) => Iterable<DecodedView>;
