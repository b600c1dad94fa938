import type { Budget } from '../../view/budget.ts';

/** Most bytes that are unpacked at once. */
const MOST = 512 * 1024 * 1024;

/** Bytes that may still be unpacked. */
export function room(budget: Budget): number {
  return Math.max(1, Math.min(MOST, budget.limit - budget.spent));
}
