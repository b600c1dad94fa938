/** Families for tables that are drawn, which few texts have: loaded with the first of them. */
export { tableViews } from '../joined/table.ts';
export { markupTableViews } from './markup-table.ts';
export { ruledViews } from './ruled.ts';
