import { detectCharset } from '../view/charset.ts';
import { sniffContainer } from '../view/containers.ts';

/** Bytes that tell nearly every format: the longest magic number that stands at the very start. */
const LEAST = 16;
/** Bytes looked at where a NUL shows that this is no plain text: a tar header, and enough units of a wide charset. */
const MOST = 4096;

/** A stream whose first bytes were looked at. */
export interface StreamHead {
  /** It can be judged line by line; a container and a text of two or four bytes a character cannot. */
  readonly hasLines: boolean;
  /** All of the stream, its first bytes too. */
  readonly stream: AsyncIterable<Uint8Array>;
}

/** Reads no more of a stream than tells whether it can be redacted by lines, so that a prompt is not held back. */
export async function headOf(stream: AsyncIterable<Uint8Array>): Promise<StreamHead> {
  const iterator = stream[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (!isEnough(head)) {
    const { done, value } = await iterator.next();
    if (done === true) break;
    head = Buffer.concat([head, value]);
  }
  return {
    hasLines: sniffContainer(head) === undefined && detectCharset(head) === 'utf-8',
    stream: behind(head, iterator),
  };
}

function isEnough(head: Buffer): boolean {
  return head.length >= MOST || (!head.includes(0) && (head.length >= LEAST || head.includes('\n')));
}

async function* behind(head: Buffer, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}
