/** Readers of values given separately from their columns, which few texts contain: loaded on first use. */
export { valuesOfRow } from './sql-binds.ts';
export { comparedAt } from './sql-compares.ts';
