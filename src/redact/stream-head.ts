import { readHead } from '../source/stream-head.ts';
import { detectCharset } from '../view/charset.ts';
import { sniffContainer } from '../view/container-kind.ts';

/** A stream whose first bytes were looked at. */
export interface StreamHead {
  /** It can be judged line by line; a container and a text of two or four bytes a character cannot. */
  readonly hasLines: boolean;
  /** All of the stream, its first bytes too. */
  readonly stream: AsyncIterable<Uint8Array>;
}

/** Reads no more of a stream than tells whether it can be redacted by lines, so that a prompt is not held back. */
export async function headOf(input: AsyncIterable<Uint8Array>): Promise<StreamHead> {
  const { head, stream } = await readHead(input);
  return { hasLines: sniffContainer(head) === undefined && detectCharset(head) === 'utf-8', stream };
}
