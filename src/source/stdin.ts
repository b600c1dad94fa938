import { ScanError } from '../errors.ts';
import type { Blob, SourceEvent } from '../types.ts';
import { memoryBlob } from './memory-blob.ts';
import { streamBlob } from './stream-blob.ts';
import { behind, type ReadHead, readHead } from './stream-head.ts';

const PATH = '<stdin>';
/** Maximum number of bytes of an archive held in memory. */
const MOST_HELD = 256 * 1024 * 1024;

/** Standard input, under the path `<stdin>`. It can be opened once: a second `open` throws `ScanError` `unreadable`. */
export function stdinBlob(stream: AsyncIterable<Uint8Array>): Blob {
  let opened = false;
  const take = (): AsyncIterable<Uint8Array> => {
    if (opened) throw new ScanError('unreadable', `Cannot read ${PATH}: ${READ_ONCE}`);
    opened = true;
    return stream;
  };
  return streamBlob({ path: PATH, view: [], stream: take });
}

const READ_ONCE = 'it is read once, and no more than 256 MiB of it are held: write it to a file and name that';

/** How standard input is read. */
export interface StdinOptions {
  /** Whether no other path is named. */
  readonly alone: boolean;
  /** Whether data that begins with `head` is read in more than one order, as archives are: it is held in memory, up to 256 MiB. */
  readonly isHeld: (head: Uint8Array) => boolean;
  /** For tests. @default 256 MiB */
  readonly mostHeld?: number;
}

/**
 * Standard input as evidence. An empty one is not evidence: whatever should have written to it most likely failed. It
 * becomes a skip if other paths are named; otherwise the run has nothing in scope.
 */
export async function* stdinSource(
  stream: AsyncIterable<Uint8Array>,
  { alone, isHeld, mostHeld = MOST_HELD }: StdinOptions,
): AsyncGenerator<SourceEvent> {
  const begun = await readHead(stream);
  if (begun.head.length > 0 || !begun.ended) {
    yield { kind: 'blob', blob: isHeld(begun.head) ? await heldBlob(begun, mostHeld) : stdinBlob(begun.stream) };
  } else if (!alone) {
    const skip = { path: PATH, view: [], reason: 'unreadable', detail: 'it was empty' } as const;
    yield { kind: 'skip', skip, inScope: true };
  }
}

/** The whole stream in memory; one that is longer or fails is read once. */
async function heldBlob({ stream }: ReadHead, mostHeld: number): Promise<Blob> {
  const iterator = stream[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    while (length <= mostHeld) {
      const { done, value } = await iterator.next();
      if (done === true) return memoryBlob(PATH, [], Buffer.concat(chunks));
      chunks.push(value);
      length += value.length;
    }
  } catch (error) {
    return stdinBlob(behind(Buffer.concat(chunks), { next: () => Promise.reject(error) }));
  }
  return stdinBlob(behind(Buffer.concat(chunks), iterator));
}
