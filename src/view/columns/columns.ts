import type { Span } from '../../types.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { delimitedViews } from './delimited.ts';
import { markupTableViews } from './markup-table.ts';
import { ruledViews } from './ruled.ts';
import { sqlViews } from './sql.ts';

/**
 * Values that stand below a heading that says what they are, each written beside it: tables of Markdown, HTML and database
 * clients, `INSERT` and `COPY` statements, texts of separated values.
 */
export function* columnViews(bytes: Buffer, range: Span, context: ViewContext): Generator<DecodedView> {
  const { delimited } = context.layout;
  if (delimited !== undefined) yield* delimitedViews(bytes, range, context, delimited);
  for (const views of [ruledViews, markupTableViews, sqlViews]) {
    if (context.stopped) return;
    yield* views(bytes, range, context);
  }
}
