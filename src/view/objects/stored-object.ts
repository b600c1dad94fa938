import type { Span } from '../../types.ts';
import type { Loss } from '../nested-blob.ts';
import type { StoredValue } from './values.ts';

/** A value read from a file. */
export interface StoredObject {
  readonly value: StoredValue;
  /** Span of its bytes, if the value contains everything in them. */
  readonly span?: Span;
  /** What could not be read of it. */
  readonly loss?: Loss;
}
