import type { Blob, ByteReader } from '../types.ts';

/** A blob of bytes already in memory; they are not copied and must not change until the blob has been scanned. */
export function memoryBlob(path: string, view: readonly string[], bytes: Uint8Array): Blob {
  return { path, view, size: bytes.length, bytes, open: () => memoryReader(bytes) };
}

function memoryReader(bytes: Uint8Array): ByteReader {
  let position = 0;
  return {
    read(into): number {
      const part = bytes.subarray(position, position + into.length);
      into.set(part);
      position += part.length;
      return part.length;
    },
    close: () => undefined,
  };
}
