import type { Budget } from '../../view/budget.ts';

/** Maximum number of bytes unpacked at once. */
const MOST = 512 * 1024 * 1024;

/** Number of bytes that may still be unpacked. */
export function room(budget: Budget): number {
  return Math.max(1, Math.min(MOST, budget.limit - budget.spent));
}
