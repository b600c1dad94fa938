import type { RandomAccess } from '../random-access.ts';
import type { ChunkSource } from '../nested-blob.ts';
import type { Segment } from './segment.ts';

/** Maximum number of segments put in order: three numbers are kept for each. */
const MOST = 4_000_000;

/** One direction of a connection, or the datagrams from one endpoint to another: the positions of its segments in the file. */
export class Stream {
  readonly flow: string;
  /** Offset in the stream, position in the file and length of each segment, in order of arrival. */
  readonly #segments: (readonly [offset: number, at: number, length: number])[] = [];
  #next: number | undefined;
  #last = 0;

  constructor(flow: string, sequence: number | undefined) {
    this.flow = flow;
    this.#next = sequence;
  }

  get segments(): number {
    return this.#segments.length;
  }

  /** Whether it is not TCP. */
  get isDatagrams(): boolean {
    return this.#next === undefined;
  }

  /** Position of its first segment in the file. */
  get first(): number {
    return this.#segments[0]?.[1] ?? 0;
  }

  add({ sequence, at, length }: Segment): void {
    // 32-bit numbers wrap around: the one nearest to the previous number is meant.
    if (sequence !== undefined && this.#next !== undefined) this.#last += (sequence - this.#next) | 0;
    this.#next = sequence;
    this.#segments.push([this.#last, at, length]);
    // Leaves a gap of one byte between datagrams.
    if (sequence === undefined) this.#last += length + 1;
  }

  /** Parts of the file in stream order, each byte once; undefined where bytes were not recorded. */
  *parts(): Generator<{ readonly at: number; readonly length: number } | undefined> {
    const ordered = this.#segments.toSorted(([one], [other]) => one - other);
    let position = ordered[0]?.[0] ?? 0;
    for (const [offset, at, length] of ordered) {
      if (offset > position) yield undefined;
      const known = Math.max(0, position - offset);
      if (known >= length) continue;
      yield { at: at + known, length: length - known };
      position = offset + length;
    }
  }
}

/** Sorts segments into streams. */
export class Streams {
  readonly #open: Map<string, Stream> = new Map();
  readonly #all: Stream[] = [];
  #count = 0;

  /** Adds the next segment; false if there are too many. */
  add(segment: Segment): boolean {
    let stream = this.#open.get(segment.flow);
    // Ports are reused.
    if (stream === undefined || (segment.isFirst && stream.segments > 0)) {
      const { flow, sequence, isFirst } = segment;
      // The flag that begins a stream takes up a sequence number.
      stream = new Stream(flow, sequence === undefined ? undefined : (sequence + Number(isFirst)) >>> 0);
      this.#open.set(segment.flow, stream);
      this.#all.push(stream);
    }
    if (segment.length === 0) return this.#all.length <= MOST;
    if (++this.#count > MOST) return false;
    stream.add(segment);
    return true;
  }

  /** The streams with any data, in order of their beginning. */
  filled(): Stream[] {
    return this.#all.filter(({ segments }) => segments > 0);
  }
}

const GAP = Buffer.from('\n\n');
/** Bytes given at once. */
const ENOUGH = 64 * 1024;

/** The bytes of a stream, piece by piece; an empty line where some were not recorded. */
export class StreamChunks implements ChunkSource {
  readonly #access: RandomAccess;
  readonly #parts: ReturnType<Stream['parts']>;

  constructor(access: RandomAccess, stream: Stream) {
    this.#access = access;
    this.#parts = stream.parts();
  }

  next(): Promise<Buffer | undefined> {
    const pieces: Buffer[] = [];
    for (let length = 0; length < ENOUGH;) {
      const part = this.#parts.next();
      if (part.done === true) break;
      const piece = part.value === undefined ? GAP : this.#access.read(part.value.at, part.value.length);
      length += piece.length;
      pieces.push(piece);
    }
    return Promise.resolve(pieces.length === 0 ? undefined : Buffer.concat(pieces));
  }

  close(): undefined {
    // Bytes that were not recorded are reported for the capture.
  }
}
