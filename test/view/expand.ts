/** Reads blobs and containers to their ends, for tests. */
import type { Blob, ByteReader, Skip } from '../../src/types.ts';
import { Budget } from '../../src/view/budget.ts';
import { expandContainer, sniffContainer, type ContainerKind } from '../../src/view/containers.ts';

/** A reader that gives `piece` bytes at a time. */
export function readerOf(bytes: Uint8Array, piece: number = bytes.length, later = false): ByteReader {
  let at = 0;
  return {
    read(into) {
      const part = bytes.subarray(at, at + Math.min(piece, into.length));
      into.set(part);
      at += part.length;
      return later ? Promise.resolve(part.length) : part.length;
    },
    close: () => undefined,
  };
}

/** A blob without bytes or file: a stream that can be opened again. */
export function streamBlob(bytes: Uint8Array, piece?: number): Blob {
  return { path: 'evidence', view: [], size: undefined, open: () => readerOf(bytes, piece, true) };
}

/** A blob with its bytes in memory. */
export function memoryBlob(bytes: Uint8Array): Blob {
  return { ...streamBlob(bytes), size: bytes.length, bytes };
}

/** All bytes of a reader, and what its `close` says. */
export async function drain(reader: ByteReader): Promise<{ bytes: Buffer; loss: ReturnType<ByteReader['close']> }> {
  const parts: Buffer[] = [];
  for (;;) {
    const into = Buffer.alloc(5000);
    const count = await reader.read(into);
    if (count === 0) break;
    parts.push(into.subarray(0, count));
  }
  return { bytes: Buffer.concat(parts), loss: reader.close() };
}

/** What came out of a container: each blob's view, text and loss, and the skips. */
export interface Expanded {
  readonly blobs: readonly { readonly view: string; readonly bytes: Buffer; readonly loss: string | undefined }[];
  readonly skips: readonly Skip[];
}

/** Expands one level. */
export async function expand(
  blob: Blob,
  kind: ContainerKind,
  budget: Budget = new Budget(0),
  depth = 0,
): Promise<Expanded> {
  const blobs: { view: string; bytes: Buffer; loss: string | undefined }[] = [];
  const skips: Skip[] = [];
  for await (const event of expandContainer(blob, kind, budget, depth)) {
    if (event.kind === 'skip') skips.push(event.skip);
    else if (event.kind === 'blob') {
      const { bytes, loss } = await drain(event.blob.open());
      blobs.push({ view: event.blob.view.join('>'), bytes, loss: loss?.reason });
    }
  }
  return { blobs, skips };
}

/** Expands every level below, and gives the leaves' views and texts. */
export async function leaves(blob: Blob, budget: Budget, depth = 0): Promise<string[]> {
  const { bytes } = await drain(blob.open());
  const kind = sniffContainer(bytes);
  if (kind === undefined) return [`${blob.view.join('>')}=${bytes.toString()}`];
  const found: string[] = [];
  for await (const event of expandContainer(blob, kind, budget, depth)) {
    if (event.kind === 'skip') found.push(`${event.skip.view.join('>')}!${event.skip.reason}`);
    else if (event.kind === 'blob') found.push(...(await leaves(event.blob, budget, depth + 1)));
  }
  return found;
}
