import type { Loss } from '../nested-blob.ts';

/** What a chain of filters gave. */
export interface Decoded {
  readonly bytes: Buffer;
  readonly loss?: Loss | undefined;
  /** The first filter that was not undone: of images, or unknown. `bytes` is what it holds. */
  readonly stopped?: string | undefined;
}

/** The loss of a stream that would give more than may be. */
export function tooMuch(most: number): Loss {
  return { reason: 'too-expanded', detail: `a stream gives more than ${most} bytes` };
}
