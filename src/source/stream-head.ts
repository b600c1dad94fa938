/** Number of bytes that identify nearly every format: the longest magic number at the very start. */
const LEAST = 16;
/** Number of bytes read if a NUL shows that this is not plain text: a tar header, and enough units of a wide charset. */
const MOST = 4096;

/** A stream whose first bytes have been read. */
export interface ReadHead {
  /** The first bytes; empty if the stream ended without any. */
  readonly head: Buffer;
  /** Whether nothing follows the head. */
  readonly ended: boolean;
  /** The whole stream, including its first bytes. A failure so far is thrown to whoever reads up to it. */
  readonly stream: AsyncIterable<Uint8Array>;
}

/** Reads no more of a stream than needed to identify its kind of data, so that an available line is not held back. */
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

/** The head followed by the rest. Ending the result ends the rest, without waiting for a pending read. */
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
