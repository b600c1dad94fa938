import type { Loss } from '../nested-blob.ts';

/** Result of a chain of filters. */
export interface Decoded {
  readonly bytes: Buffer;
  readonly loss?: Loss | undefined;
  /** The first filter that was not decoded: for images, or unknown. `bytes` is its input. */
  readonly stopped?: string | undefined;
}

/** The loss for a stream with more output than allowed. */
export function tooMuch(most: number): Loss {
  return { reason: 'too-expanded', detail: `a stream gives more than ${most} bytes` };
}
