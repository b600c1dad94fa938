import { NO_VIEWS, type Finder } from '../decoded-view.ts';
import { rowViews } from './strided.ts';

/**
 * Finds digits in groups of four or eight (`cGFz c3dv …`, `70617373 776f7264 …`), characters in quotation marks (`["p","a",…]`, `'p', 'a',
 * …`), and pairs of hexadecimal digits separated by commas, quoted or not.
 */
export const stridedViews: Finder = (bytes, range, context) =>
  context.runs.rows.length === 0 ? NO_VIEWS : rowViews(bytes, range, context);
