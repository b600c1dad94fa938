/** Bytes that tell nearly every format: the longest magic number that stands at the very start. */
const LEAST = 16;
/** Bytes looked at where a NUL shows that this is no plain text: a tar header, and enough units of a wide charset. */
const MOST = 4096;

/** A stream whose first bytes were looked at. */
export interface ReadHead {
  /** The first bytes; empty where the stream ended without one. */
  readonly head: Buffer;
  /** Nothing comes behind the head. */
  readonly ended: boolean;
  /** All of the stream, its first bytes too. A failure met on the way belongs to whoever reads as far. */
  readonly stream: AsyncIterable<Uint8Array>;
}

/** Reads no more of a stream than tells what kind of data it is, so that a line that is there is not held back. */
export async function readHead(stream: AsyncIterable<Uint8Array>): Promise<ReadHead> {
  const iterator = stream[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  try {
    while (!isEnough(head)) {
      const { done, value } = await iterator.next();
      if (done === true) return { head, ended: true, stream: behind(head, iterator) };
      head = Buffer.concat([head, value]);
    }
  } catch (error) {
    return { head, ended: false, stream: behind(head, { next: () => Promise.reject(error) }) };
  }
  return { head, ended: false, stream: behind(head, iterator) };
}

function isEnough(head: Buffer): boolean {
  return head.length >= MOST || (!head.includes(0) && (head.length >= LEAST || head.includes('\n')));
}

/** The head, and what the rest gives behind it. Ending the one ends the other, without waiting for a read under way. */
export function behind(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  let given = head.length === 0;
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        if (given) return rest.next();
        given = true;
        return Promise.resolve({ done: false, value: head });
      },
      return: async (value) => (await rest.return?.(value)) ?? { done: true, value: undefined },
    }),
  };
}
