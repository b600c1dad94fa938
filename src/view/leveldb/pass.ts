import type { Span } from '../../types.ts';
import type { Loss } from '../nested-blob.ts';
import type { Entry } from './fields.ts';

/** One reading of a file from its start. */
export interface Pass {
  /** What it says in order, some entries at a time, which are read before the next ones are asked for. */
  entries(): AsyncIterable<Iterable<Entry>> | Iterable<Iterable<Entry>>;
  /** What was lost so far. */
  readonly loss: Loss | undefined;
  /** What could not be read, to be looked at as it stands. */
  readonly rest: readonly Span[];
}
