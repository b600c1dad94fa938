import type { SkipReason } from '../../types.ts';
import type { Loss } from '../nested-blob.ts';

/** Thrown if a table, or a part of it, cannot be read any further. */
export class BrokenTable extends Error {
  readonly reason: SkipReason;

  constructor(reason: SkipReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** The loss for an error; other errors are rethrown. */
export function tableLoss(error: unknown): Loss {
  if (!(error instanceof BrokenTable)) throw error;
  return { reason: error.reason, detail: error.message };
}
