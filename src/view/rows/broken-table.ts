import type { SkipReason } from '../../types.ts';
import type { Loss } from '../nested-blob.ts';

/** Thrown where a table, or a part of it, cannot be read on. */
export class BrokenTable extends Error {
  readonly reason: SkipReason;

  constructor(reason: SkipReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** The loss that an error means; one that is no such thing is thrown again. */
export function tableLoss(error: unknown): Loss {
  if (!(error instanceof BrokenTable)) throw error;
  return { reason: error.reason, detail: error.message };
}
