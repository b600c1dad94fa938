import type { KnownSummary } from '../types.ts';
import { plural } from './figures.ts';

/** That declared values, or sources of such, were not looked for; undefined where all were. */
export function uncheckedWords(known: KnownSummary | undefined): string | undefined {
  if (known === undefined || known.notChecked === 0) return undefined;
  const what = plural(known.notChecked, 'known value or source of such was', 'known values or sources of such were');
  return `${what} not looked for`;
}
