import type { Span } from '../../types.ts';
import type { Loss } from '../nested-blob.ts';
import type { Entry } from './fields.ts';

/** One reading of a file from its start. */
export interface Pass {
  /** Its entries in order, in groups that must be consumed before the next group is requested. */
  entries(): AsyncIterable<Iterable<Entry>> | Iterable<Iterable<Entry>>;
  /** What was lost so far. */
  readonly loss: Loss | undefined;
  /** Spans that could not be read, to be scanned unchanged. */
  readonly rest: readonly Span[];
}
