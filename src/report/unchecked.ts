import type { KnownSummary } from '../types.ts';
import { plural } from './figures.ts';

/** That declared values, or sources of such, were not searched for; undefined where all were. */
export function uncheckedWords(known: KnownSummary | undefined): string | undefined {
  if (known === undefined || known.notChecked === 0) return undefined;
  const what = plural(known.notChecked, 'known value or source was', 'known values or sources were');
  return `${what} not searched for`;
}
