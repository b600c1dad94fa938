import type { ByteReader } from '../types.ts';

/** How much of a text is in memory at once, in bytes. */
export interface WindowSizes {
  /** A text up to this size is one window, so that encoded parts of any length stay whole. */
  readonly whole: number;
  /** Window size for larger texts and after the first window of a stream. */
  readonly next: number;
}

const SIZES: WindowSizes = { whole: 64 * 1024 * 1024, next: 4 * 1024 * 1024 };
const FIRST_SIZE = 256 * 1024;
/** Larger buffers are released once their text has been read. */
const KEPT_SIZE = 8 * 1024 * 1024;

/** Part of a text in memory: findings may start in `[from, to)`; the bytes outside are context. */
export interface TextWindow {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
  /** Absolute offset of `bytes[0]`. */
  readonly base: number;
  readonly final: boolean;
  /**
   * Ends the window at an offset of its bytes (`from` or later), before something that continues after it: the next
   * window begins there and is longer. Returns false and does nothing if that would exceed the maximum window size.
   * Absent from the final window.
   */
  readonly endAt?: (at: number) => boolean;
}

/** The buffer that texts are read into one after the other. It grows to the size of the largest. */
export class WindowBuffer {
  bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_SIZE);
  readonly sizes: WindowSizes;

  /** @param sizes of the windows; tests use small ones */
  constructor(sizes: WindowSizes = SIZES) {
    this.sizes = sizes;
  }

  /** Makes room for `size` bytes, keeping the first `used`. */
  reserve(size: number, used: number): void {
    if (size <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(size);
    this.bytes.copy(grown, 0, 0, used);
    this.bytes = grown;
  }

  /** Releases memory that an unusually large text needed. */
  shrink(): void {
    if (this.bytes.length > KEPT_SIZE) this.bytes = Buffer.allocUnsafeSlow(FIRST_SIZE);
  }
}

/** Context that adjacent windows of a long text share, in bytes. */
export interface Margins {
  readonly before: number;
  readonly after: number;
}

/**
 * Reads a text window by window into `buffer`: one window for texts up to 64 MiB, otherwise overlapping ones, which are
 * longer if something continues after them. A window is valid until the next one is requested.
 *
 * @param size of the text if known, otherwise undefined
 */
export async function* textWindows(
  reader: ByteReader,
  buffer: WindowBuffer,
  margins: Margins,
  size: number | undefined,
): AsyncGenerator<TextWindow> {
  const { sizes } = buffer;
  const whole = size !== undefined && size <= sizes.whole ? size + 1 : 0;
  let limit = size === undefined || size <= sizes.whole ? sizes.whole : sizes.next;
  let used = 0;
  let from = 0;
  let base = 0;
  for (;;) {
    const count = fill(reader, buffer, { start: used, limit, whole });
    used += typeof count === 'number' ? count : await count;
    const final = used < limit;
    const bytes = buffer.bytes.subarray(0, used);
    if (final) {
      yield { bytes, from, to: used, base, final };
      buffer.shrink();
      return;
    }
    let to = used - margins.after;
    const endAt = (at: number): boolean => {
      if (bytes.length - at >= sizes.whole) return false;
      to = at;
      return true;
    };
    yield { bytes, from, to, base, final, endAt };
    const isCut = to < used - margins.after;
    limit = sizes.next;
    const keep = Math.max(0, to - margins.before);
    buffer.bytes.copyWithin(0, keep, used);
    base += keep;
    from = to - keep;
    used -= keep;
    // What was cut may be long: it is read again in windows that double in size instead of growing a few bytes at a
    // time.
    if (isCut) limit = Math.min(used + Math.max(sizes.next, used), Math.max(used + sizes.next, sizes.whole));
    else if (used >= limit) limit = used + sizes.next;
  }
}

interface Filling {
  /** Number of bytes already in the buffer. */
  readonly start: number;
  readonly limit: number;
  /** Size of the text if known, otherwise 0. */
  readonly whole: number;
}

/** Reads until `limit` bytes are in the buffer or the text ends. Returns their number, synchronously if the reader is. */
function fill(reader: ByteReader, buffer: WindowBuffer, filling: Filling): number | Promise<number> {
  const { start, limit } = filling;
  for (let used = start; used < limit;) {
    const count = reader.read(room(buffer, used, filling));
    if (typeof count !== 'number') return fillOn(reader, buffer, filling, used, count);
    if (count === 0) return used - start;
    used += count;
  }
  return limit - start;
}

/** Continues when `used` bytes are in the buffer and `coming` are on their way. */
async function fillOn(
  reader: ByteReader,
  buffer: WindowBuffer,
  filling: Filling,
  used: number,
  coming: Promise<number>,
): Promise<number> {
  const { start, limit } = filling;
  let at = used;
  for (let count = await coming; count > 0; count = await reader.read(room(buffer, at, filling))) {
    at += count;
    if (at >= limit) break;
  }
  return at - start;
}

/** The room for the next bytes after the `used` ones. */
function room(buffer: WindowBuffer, used: number, { limit, whole }: Filling): Buffer {
  if (used === buffer.bytes.length) {
    // Memory never written to costs nothing, but outgrown memory did: so grow in two steps, the second sized for what
    // may come. A stated size alone is not trusted.
    const most = whole > used ? Math.min(limit, whole) : limit;
    buffer.reserve(used >= KEPT_SIZE ? most : Math.min(limit, KEPT_SIZE), used);
  }
  return buffer.bytes.subarray(used, Math.min(limit, buffer.bytes.length));
}
