import { readHead } from '../source/stream-head.ts';
import { detectCharset } from '../view/charset.ts';
import { sniffContainer } from '../view/container-kind.ts';

/** A stream whose first bytes have been read. */
export interface StreamHead {
  /** Whether it can be judged line by line; a container, or a text with two or four bytes per character, cannot. */
  readonly hasLines: boolean;
  /** The whole stream, including its first bytes. */
  readonly stream: AsyncIterable<Uint8Array>;
}

/** Reads only enough of a stream to tell whether it can be redacted line by line, so that a prompt is not held back. */
export async function headOf(input: AsyncIterable<Uint8Array>): Promise<StreamHead> {
  const { head, stream } = await readHead(input);
  return { hasLines: sniffContainer(head) === undefined && detectCharset(head) === 'utf-8', stream };
}
