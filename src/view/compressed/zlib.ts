import { isUtf8 } from 'node:buffer';
import { constants, inflateSync } from 'node:zlib';
import { Inflater } from './inflate.ts';
import { Unpacker } from './unpacker.ts';

const TRAILER = 4;
/** The modulus of Adler-32 (RFC 1950, 8.2), and the number of bytes that can be added before the sums get too large. */
const PRIME = 65_521;
const BLOCK = 3800;
/** Number of compressed bytes that distinguishes zlib data from chance. */
const TRIAL = 4096;
const MOST_TRIED = 1024 * 1024;
/**
 * Number of compressed bytes before damage that distinguishes zlib data from chance, which produces that many for one in 60,000 such
 * headers.
 */
const LEAST_TRIED = 64;

/** The Adler-32 checksum of `bytes`, continued from that of the preceding bytes. */
function adler32(bytes: Uint8Array, from: number): number {
  let low = from & 0xffff;
  let high = from >>> 16;
  for (let start = 0; start < bytes.length; start += BLOCK) {
    const end = Math.min(bytes.length, start + BLOCK);
    for (let at = start; at < end; at++) {
      low += bytes[at] ?? 0;
      high += low;
    }
    low %= PRIME;
    high %= PRIME;
  }
  return ((high << 16) | low) >>> 0;
}

/** Whether these bytes begin with a zlib header (RFC 1950, 2.2) for a 32 KiB window and no dictionary. */
export function hasZlibHeader(head: Uint8Array): boolean {
  const [method = 0, flags = 0] = head;
  return method === 0x78 && (flags & 0x20) === 0 && (method * 256 + flags) % 31 === 0;
}

/**
 * Whether the first bytes really inflate: the header has only two bytes and occurs in other data by chance. Text that begins with `x^` may
 * inflate as well, but deflated data is not UTF-8.
 */
export function isZlib(head: Uint8Array): boolean {
  if (!hasZlibHeader(head) || head.length < 8 || isUtf8(head)) return false;
  return (inflatedLength(head.subarray(0, TRIAL)) ?? 0) > 0;
}

/** Whether a few bytes may be the head of zlib data although they give no output yet: the code table may be longer. */
export function mayBeginZlib(head: Uint8Array): boolean {
  return hasZlibHeader(head) && !isUtf8(head) && inflatedLength(head) !== undefined;
}

/** Whether a file begins like zlib data that is soon damaged: it inflates for a while. */
export function isDamagedZlib(head: Uint8Array): boolean {
  if (!hasZlibHeader(head) || isUtf8(head)) return false;
  for (let length = TRIAL / 2; length >= LEAST_TRIED; length >>= 1)
    if (length < head.length && (inflatedLength(head.subarray(0, length)) ?? 0) >= LEAST_TRIED) return true;
  return false;
}

/** Number of bytes these inflate to; undefined if they are not such data, Infinity if there are too many. */
function inflatedLength(part: Uint8Array): number | undefined {
  try {
    return inflateSync(part, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_TRIED }).length;
  } catch (error) {
    return error instanceof RangeError ? Infinity : undefined;
  }
}

/** Whether these bytes are one complete zlib stream, or too much to tell. */
export function isWholeZlib(bytes: Uint8Array): boolean {
  try {
    inflateSync(bytes, { maxOutputLength: MOST_TRIED });
    return true;
  } catch (error) {
    return error instanceof RangeError;
  }
}

/** A zlib stream (RFC 1950): a two-byte header, deflate, Adler-32. Git's loose objects are such data. */
export class ZlibUnpacker extends Unpacker {
  #inflater: Inflater | undefined;
  #adler = 1;

  protected async step(): Promise<Buffer | undefined> {
    if (this.#inflater === undefined) {
      await this.feed.skipAhead(2);
      this.#inflater = new Inflater(this.feed);
    }
    const chunk = await this.#inflater.next();
    if (chunk === undefined) return this.#end(this.#inflater);
    this.#adler = adler32(chunk, this.#adler);
    return chunk;
  }

  protected override release(): void {
    this.#inflater?.close();
  }

  async #end({ outcome }: Inflater): Promise<undefined> {
    if (outcome === 'truncated') return this.endInDoubt('truncated', 'zlib data is cut');
    if (outcome === 'corrupt') return this.stop('corrupt', 'zlib data is broken');
    if ((await this.feed.fill(TRAILER)) < TRAILER) return this.endInDoubt('truncated', 'zlib checksum is cut');
    if (this.feed.bytes.readUInt32BE(0) !== this.#adler) this.doubt('corrupt', 'zlib checksum is wrong');
    this.feed.skip(TRAILER);
    return this.finishWithRest('zlib data');
  }
}
