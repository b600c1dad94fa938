import type { ByteReader } from '../../types.ts';
import { ByteFeed } from '../byte-feed.ts';
import { newProbabilities, RangeDecoder } from '../compressed/lzma/range-decoder.ts';
import type { ChunkSource, Loss } from '../nested-blob.ts';

const CHUNK = 64 * 1024;
/** Bytes that mark which branches were changed, at a fraction of a bit each. */
const LARGEST_MARKS = 32 * 1024 * 1024;
const CALL = 0xe8;
const JUMP = 0xe9;

/** The three streams besides the main one. */
interface Branches {
  readonly calls: ByteFeed;
  readonly jumps: ByteFeed;
  readonly range: RangeDecoder;
}

/** Whether a byte ends an x86 opcode that a distance follows: `call`, `jmp`, or a conditional jump. */
function isBranch(before: number, byte: number): boolean {
  return (byte & 0xfe) === CALL || (before === 0x0f && (byte & 0xf0) === 0x80);
}

/** Reverses BCJ2, which stores the targets of x86 branches in separate streams. */
export class Bcj2Source implements ChunkSource {
  readonly #main: ByteFeed;
  readonly #inputs: readonly ByteReader[];
  readonly #probabilities: Uint16Array = newProbabilities(256 + 2);
  #branches: Branches | undefined;
  /** The byte before the opcode. */
  #before = 0;
  #opcode = 0;
  #position = 0;
  #loss: Loss | undefined;

  /** @param inputs main stream, calls, jumps, and marks of what was changed */
  constructor(inputs: readonly ByteReader[]) {
    this.#inputs = inputs;
    this.#main = new ByteFeed(inputs[0] as ByteReader);
  }

  async next(): Promise<Buffer | undefined> {
    if (this.#loss !== undefined) return undefined;
    const branches = (this.#branches ??= await this.#open());
    const into = Buffer.allocUnsafe(CHUNK + 4);
    let size = 0;
    while (this.#loss === undefined && size < CHUNK && (await this.#main.fill(1)) > 0) {
      const copied = this.#copy(into, size, CHUNK);
      size += copied.count;
      if (copied.isBranch && this.#isChanged(branches.range)) size = await this.#place(branches, into, size);
    }
    return size === 0 ? undefined : into.subarray(0, size);
  }

  close(): Loss | undefined {
    return this.#loss;
  }

  async #open(): Promise<Branches> {
    const [, calls, jumps, marks] = this.#inputs as [ByteReader, ByteReader, ByteReader, ByteReader];
    const range = new RangeDecoder();
    range.input = await this.#whole(marks);
    if (this.#loss === undefined && !range.start()) this.#lose('corrupt');
    return { calls: new ByteFeed(calls), jumps: new ByteFeed(jumps), range };
  }

  async #whole(reader: ByteReader): Promise<Buffer> {
    const parts: Buffer[] = [];
    let size = 0;
    for (;;) {
      const into = Buffer.allocUnsafe(CHUNK);
      const count = await reader.read(into);
      size += count;
      if (size > LARGEST_MARKS) this.#lose('too-large');
      if (count === 0 || size > LARGEST_MARKS) return Buffer.concat(parts);
      parts.push(into.subarray(0, count));
    }
  }

  #lose(reason: 'corrupt' | 'too-large'): void {
    this.#loss ??= { reason, detail: `data of programs cannot be undone behind byte ${this.#position}` };
  }

  /** Copies bytes of the main stream up to a branch. */
  #copy(into: Buffer, from: number, end: number): { readonly count: number; readonly isBranch: boolean } {
    const { bytes } = this.#main;
    const most = Math.min(bytes.length, end - from);
    let before = this.#before;
    let count = 0;
    let found = false;
    while (count < most && !found) {
      const byte = bytes[count] as number;
      into[from + count++] = byte;
      found = isBranch(before, byte);
      if (!found) before = byte;
    }
    this.#before = before;
    this.#main.skip(count);
    this.#position += count;
    this.#opcode = found ? (into[from + count - 1] as number) : 0;
    return { count, isBranch: found };
  }

  #isChanged(range: RangeDecoder): boolean {
    const index = this.#opcode === CALL ? 2 + this.#before : this.#opcode === JUMP ? 1 : 0;
    const isChanged = range.bit(this.#probabilities, index) === 1;
    // The decoder reads zeros after its end.
    if (range.at > range.input.length) this.#lose('corrupt');
    if (!isChanged) this.#before = this.#opcode;
    return isChanged;
  }

  async #place({ calls, jumps }: Branches, into: Buffer, at: number): Promise<number> {
    const feed = this.#opcode === CALL ? calls : jumps;
    if ((await feed.fill(4)) < 4) {
      this.#lose('corrupt');
      return at;
    }
    const distance = (feed.bytes.readUInt32BE(0) - (this.#position + 4)) >>> 0;
    feed.skip(4);
    this.#position += 4;
    this.#before = distance >>> 24;
    into.writeUInt32LE(distance, at);
    return at + 4;
  }
}
