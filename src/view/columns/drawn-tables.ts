/** Families for drawn tables, which few texts have: loaded on first use. */
export { tableViews } from '../joined/table.ts';
export { markupTableViews } from './markup-table.ts';
export { ruledViews } from './ruled.ts';
