import { constants, crc32, inflateRawSync, inflateSync } from 'node:zlib';
import { isWholeZlib } from '../compressed/zlib.ts';

/** Number of compressed bytes that distinguish deflate data from chance. */
export const TRIAL = 4096;
/** Number of unpacked bytes that leave no doubt. */
const MOST_UNPACKED = 256 * 1024;
/**
 * The same for a stream in which only stored blocks were seen: chance can produce those, so it must be complete. Its bytes are plain
 * anyway.
 */
const STORED_TRIAL = 128 * 1024;
/** Minimum number of bytes that an incomplete stream must have given without an error. */
const LEAST_TRIED = 64;
/** Fewer unpacked bytes cannot contain a value. */
const LEAST_UNPACKED = 8;
const OPTIONS = { info: true, finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_UNPACKED } as const;

/** Flags of a gzip member's header (RFC 1952, 2.3.1). */
const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;
const RESERVED = 0xe0;
const GZIP_HEADER = 10;
const GZIP_TRAILER = 8;

interface Trial {
  readonly output: Buffer;
  /** Compressed bytes consumed; fewer than were given if the stream ended. */
  readonly taken: number;
}

/** The result of unpacking the first bytes; undefined if they are not such data, `endless` if there are more than enough. */
function tryWith(inflate: typeof inflateSync, part: Uint8Array): Trial | 'endless' | undefined {
  try {
    // With `info`, the result contains both.
    const result = inflate(part, OPTIONS) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    return { output: result.buffer, taken: result.engine.bytesWritten };
  } catch (error) {
    return error instanceof RangeError ? 'endless' : undefined;
  }
}

/** Whether the first block of a deflate stream may begin like this (RFC 1951, 3.2.3); rules out most false matches at once. */
function mayBeDeflate(bytes: Uint8Array, at: number): boolean {
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = bytes.subarray(at, at + 5);
  switch ((first >> 1) & 3) {
    case 0:
      return (second ^ fourth) === 0xff && (third ^ fifth) === 0xff;
    case 1:
      return true;
    case 2:
      return first >> 3 <= 29 && (second & 31) <= 29;
    default:
      return false;
  }
}

function isStored(bytes: Uint8Array, at: number): boolean {
  return (((bytes[at] ?? 0) >> 1) & 3) === 0;
}

/** Whether fewer bytes than needed were unpacked before a stored block that continues at the end of the part. */
function isAllStored({ output, taken }: Trial, part: Uint8Array): boolean {
  let same = 0;
  while (same < output.length && output.at(-1 - same) === part.at(-1 - same)) same++;
  return taken === part.length && output.length - same < LEAST_UNPACKED;
}

interface Tried {
  readonly trial: Trial;
  readonly part: Uint8Array;
  /** Whether only stored blocks were seen, whose bytes are plain. */
  readonly isPlain: boolean;
}

/** Unpacks the data from `at` on, more of it if its blocks are stored. @param body start of its first block */
function tryAt(
  inflate: typeof inflateSync,
  bytes: Uint8Array,
  at: number,
  body: number,
): Tried | 'endless' | undefined {
  const attempt = (isPlain: boolean): Tried | 'endless' | undefined => {
    const part = bytes.subarray(at, at + (isPlain ? STORED_TRIAL : TRIAL));
    const trial = tryWith(inflate, part);
    if (trial === undefined || trial === 'endless') return trial;
    return !isPlain && isAllStored(trial, part) ? attempt(true) : { trial, part, isPlain };
  };
  return attempt(isStored(bytes, body));
}

/** Whether a trial proves that there is such data: it ended with a correct checksum, or continues after enough bytes. */
function isProof({ trial: { output, taken }, part, isPlain }: Tried): boolean {
  return output.length >= LEAST_UNPACKED && (taken < part.length || (!isPlain && part.length >= LEAST_TRIED));
}

/** Whether zlib data (RFC 1950) of more than a few bytes begins at `at`: unpacked in part, or completely with its checksum. */
export function isZlibAt(bytes: Uint8Array, at: number): boolean {
  if (!mayBeDeflate(bytes, at + 2)) return false;
  const tried = tryAt(inflateSync, bytes, at, at + 2);
  if (tried === undefined || tried === 'endless') return tried === 'endless';
  return isProof(tried) || (tried.trial.output.length >= LEAST_UNPACKED && isWholeZlib(tried.part));
}

function stringEnd(bytes: Uint8Array, at: number): number {
  const end = bytes.indexOf(0, at);
  return end < 0 ? bytes.length : end + 1;
}

/** Start of the deflate data of the gzip member at `at`; -1 if its header is invalid. */
function gzipBody(bytes: Uint8Array, at: number): number {
  const flags = bytes[at + 3] ?? RESERVED;
  if (bytes[at + 2] !== 8 || (flags & RESERVED) !== 0) return -1;
  let body = at + GZIP_HEADER;
  if (flags & FEXTRA) body += 2 + (bytes[body] ?? 0) + 256 * (bytes[body + 1] ?? 0);
  if (flags & FNAME) body = stringEnd(bytes, body);
  if (flags & FCOMMENT) body = stringEnd(bytes, body);
  return flags & FHCRC ? body + 2 : body;
}

/** Whether a gzip member (RFC 1952) of more than a few bytes begins at `at`: unpacked in part, or completely with its checksum. */
export function isGzipAt(bytes: Uint8Array, at: number): boolean {
  const body = gzipBody(bytes, at);
  if (body < 0 || body >= bytes.length || !mayBeDeflate(bytes, body)) return false;
  const tried = tryAt(inflateRawSync, bytes, body, body);
  if (tried === undefined || tried === 'endless') return tried === 'endless';
  if (!isProof(tried)) return false;
  const { trial, part, isPlain } = tried;
  const trailer = body + trial.taken;
  if (trial.taken === part.length || trailer + GZIP_TRAILER > bytes.length) return !isPlain;
  const view = new DataView(bytes.buffer, bytes.byteOffset + trailer, GZIP_TRAILER);
  return view.getUint32(0, true) === crc32(trial.output);
}
