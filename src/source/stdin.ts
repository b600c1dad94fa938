import { ScanError } from '../errors.ts';
import type { Blob } from '../types.ts';
import { streamBlob } from './stream-blob.ts';

/** Standard input, under the path `<stdin>`. It can be opened once: a second `open` throws `ScanError` `unreadable`. */
export function stdinBlob(stream: AsyncIterable<Uint8Array>): Blob {
  let opened = false;
  const take = (): AsyncIterable<Uint8Array> => {
    if (opened) throw new ScanError('unreadable', 'Cannot read <stdin>: it was read already');
    opened = true;
    return stream;
  };
  return streamBlob({ path: '<stdin>', view: [], stream: take });
}
