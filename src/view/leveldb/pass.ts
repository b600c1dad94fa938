import type { Span } from '../../types.ts';
import type { Loss } from '../nested-blob.ts';
import type { Entry } from './fields.ts';

/** One reading of a file from its start. */
export interface Pass {
  /** What it says in order, some entries at a time. */
  entries(): AsyncIterable<readonly Entry[]> | Iterable<readonly Entry[]>;
  /** What was lost so far. */
  readonly loss: Loss | undefined;
  /** What could not be read, to be looked at as it stands. */
  readonly rest: readonly Span[];
}
