import { ScanError } from '../errors.ts';
import type { Blob, SourceEvent } from '../types.ts';
import { streamBlob } from './stream-blob.ts';

const PATH = '<stdin>';

/** Standard input, under the path `<stdin>`. It can be opened once: a second `open` throws `ScanError` `unreadable`. */
export function stdinBlob(stream: AsyncIterable<Uint8Array>): Blob {
  let opened = false;
  const take = (): AsyncIterable<Uint8Array> => {
    if (opened) throw new ScanError('unreadable', 'Cannot read <stdin>: it was read already');
    opened = true;
    return stream;
  };
  return streamBlob({ path: PATH, view: [], stream: take });
}

/**
 * Standard input as evidence. One that ends without a byte is none: what should have written there most likely failed. It is told as
 * not read where other paths are named, and else leaves the run with nothing in scope.
 *
 * @param alone whether nothing else is named
 */
export async function* stdinSource(stream: AsyncIterable<Uint8Array>, alone: boolean): AsyncGenerator<SourceEvent> {
  const begun = await firstOf(stream);
  if (begun !== undefined) yield { kind: 'blob', blob: stdinBlob(begun) };
  else if (!alone) {
    const skip = { path: PATH, view: [], reason: 'unreadable', detail: 'nothing came from it' } as const;
    yield { kind: 'skip', skip, inScope: true };
  }
}

/** The stream once its first byte is there; a stream that fails does so when it is read. Undefined for an empty one. */
async function firstOf(stream: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array> | undefined> {
  const chunks = stream[Symbol.asyncIterator]();
  const first = async (): Promise<IteratorResult<Uint8Array>> => {
    for (;;) {
      const next = await chunks.next();
      if (next.done === true || next.value.length > 0) return next;
    }
  };
  try {
    const next = await first();
    if (next.done === true) return undefined;
    return iterable(Promise.resolve(next), chunks);
  } catch (error) {
    return iterable(Promise.reject(error), chunks);
  }
}

function iterable(
  first: Promise<IteratorResult<Uint8Array>>,
  rest: AsyncIterator<Uint8Array>,
): AsyncIterable<Uint8Array> {
  let given = false;
  // A failure belongs to whoever reads.
  first.catch(() => undefined);
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        if (given) return rest.next();
        given = true;
        return first;
      },
      return: async (value) => (await rest.return?.(value)) ?? { done: true, value: undefined },
    }),
  };
}
