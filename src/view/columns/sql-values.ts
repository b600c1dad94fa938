/** Readers of what statements give apart from their columns, which few texts do: loaded with the first of them. */
export { valuesOfRow } from './sql-binds.ts';
export { comparedAt } from './sql-compares.ts';
