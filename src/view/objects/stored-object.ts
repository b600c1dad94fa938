import type { Span } from '../../types.ts';
import type { Loss } from '../nested-blob.ts';
import type { StoredValue } from './values.ts';

/** A value that was read of a file. */
export interface StoredObject {
  readonly value: StoredValue;
  /** Where its bytes stand, if all that they say is in it. */
  readonly span?: Span;
  /** What could not be read of it. */
  readonly loss?: Loss;
}
