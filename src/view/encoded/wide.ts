import type { Span } from '../../types.ts';
import { NO_VIEWS, type DecodedView, type Finder, type ViewContext } from '../decoded-view.ts';
import { utf16Views } from './utf16.ts';
import { utf32Views } from './utf32.ts';

function* viewsIn(bytes: Buffer, range: Span, context: ViewContext, first: number): Generator<DecodedView> {
  yield* utf16Views(bytes, range, context, first);
  yield* utf32Views(bytes, range, context, first);
}

/** Finds rows of ASCII characters in UTF-16 and UTF-32 inside other data; data without NULs has none. */
export const wideViews: Finder = (bytes, range, context) => {
  const first = bytes.indexOf(0, range.start);
  return first < 0 ? NO_VIEWS : viewsIn(bytes, range, context, first);
};
