/** Longest message head that is searched. */
const LONGEST_HEAD = 64 * 1024;
const HEAD_END = Buffer.from('\r\n\r\n');
const LINE_END = Buffer.from('\r\n');
const CHUNKED = /^transfer-encoding:[ \t]*(?:[\w-]+[ \t]*,[ \t]*)*chunked[ \t]*$/im;
/** Size of a chunk in hexadecimal digits, with possible extensions after it. */
const SIZE = /^(?<size>[0-9a-f]{1,8})(?:[ \t]*;[^\r\n]*)?[ \t]*$/i;
const LONGEST_SIZE = 1024;

/** The body of a message, joined from its chunks. */
export interface ChunkedBody {
  /** Position of its first chunk. */
  readonly at: number;
  readonly bytes: Buffer;
}

/** Reads chunks from `from` on as far as they continue (RFC 9112, 7.1). */
function readChunks(bytes: Buffer, from: number): { readonly parts: readonly Buffer[]; readonly end: number } {
  const parts: Buffer[] = [];
  for (let at = from; ;) {
    const line = bytes.subarray(at, at + LONGEST_SIZE).indexOf(LINE_END);
    const size = line < 0 ? undefined : SIZE.exec(bytes.toString('latin1', at, at + line))?.groups?.['size'];
    const length = size === undefined ? 0 : Number.parseInt(size, 16);
    if (length === 0) return { parts, end: at };
    const start = at + line + LINE_END.length;
    parts.push(bytes.subarray(start, start + length));
    at = start + length + LINE_END.length;
  }
}

/**
 * Finds the bodies of HTTP messages with chunked encoding. A body of a single chunk is omitted, as the bytes contain it unchanged. Time is
 * linear in the length: bytes read as chunks are not searched for heads.
 */
export function* chunkedBodies(bytes: Buffer): Generator<ChunkedBody> {
  for (let at = 0; ;) {
    const end = bytes.indexOf(HEAD_END, at);
    if (end < 0) return;
    const body = end + HEAD_END.length;
    const head = bytes.toString('latin1', Math.max(at, end - LONGEST_HEAD), end);
    const isChunked = CHUNKED.test(head.replaceAll('\r', ''));
    const chunks = isChunked ? readChunks(bytes, body) : { parts: [], end: body };
    if (chunks.parts.length > 1) yield { at: body, bytes: Buffer.concat(chunks.parts) };
    at = Math.max(body, chunks.end);
  }
}
