import type { ByteReader } from '../../types.ts';
import { ByteFeed } from '../byte-feed.ts';
import { OutOfBits } from '../compressed/bit-reader.ts';
import { SevenZipCoder } from '../compressed/ppmd/coder.ts';
import { BadPpmd, PpmdModel } from '../compressed/ppmd/model.ts';
import { modelMemory } from '../compressed/ppmd/model-size.ts';
import type { ChunkSource, Loss } from '../nested-blob.ts';
import { packedLoss } from '../compressed/lzma/lzma-source.ts';

const CHUNK = 64 * 1024;
/** Packed bytes read at once, so that the coder need not wait for each, and how many of them one output byte may need. */
const AHEAD = 256 * 1024;
const ONE_BYTE = 1024;
/** Order and memory of the model: the properties of the coder. */
const PROPERTIES = 5;
const [LEAST_ORDER, LARGEST_ORDER] = [2, 64];
const LEAST_MEMORY = 2048;
/** Maximum memory; 7-Zip's highest level requests 192 MiB. */
const LARGEST_MEMORY = 256 * 1024 * 1024;

/** Data packed by prediction (PPMd variant H). */
export class PpmdSource implements ChunkSource {
  readonly #feed: ByteFeed;
  readonly #properties: Buffer;
  readonly #size: number;
  readonly #packed: number;
  /** Whether the buffer contains all remaining packed bytes. */
  #isLast = false;
  /** The buffered packed bytes, and how far they were consumed. */
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #model: PpmdModel | undefined;
  #coder: SevenZipCoder | undefined;
  #given = 0;
  #loss: Loss | undefined;

  /**
   * @param size unpacked size: the data has no end mark
   * @param packed maximum number of bytes in the reader
   */
  constructor(
    reader: ByteReader,
    properties: Buffer,
    { size, packed }: { readonly size: number; readonly packed: number },
  ) {
    this.#feed = new ByteFeed(reader, Math.max(1, Math.min(AHEAD, packed)));
    this.#properties = properties;
    this.#size = size;
    this.#packed = packed;
  }

  async next(): Promise<Buffer | undefined> {
    if (this.#loss !== undefined || this.#given >= this.#size) return undefined;
    const wanted = Math.max(1, Math.min(AHEAD, this.#packed));
    const there = await this.#feed.fill(wanted);
    this.#isLast = there < wanted || this.#feed.position + there >= this.#packed;
    this.#bytes = this.#feed.bytes;
    this.#at = 0;
    const into = Buffer.allocUnsafe(Math.min(CHUNK, this.#size - this.#given));
    const end = this.#fill(into);
    this.#feed.skip(this.#at);
    this.#given += end;
    return end === 0 ? undefined : into.subarray(0, end);
  }

  close(): Loss | undefined {
    return this.#loss;
  }

  /** @returns number of bytes unpacked */
  #fill(into: Buffer): number {
    let end = 0;
    try {
      const [model, coder] = [
        (this.#model ??= this.#newModel()),
        (this.#coder ??= new SevenZipCoder(() => this.#byte())),
      ];
      const last = this.#isLast ? Infinity : this.#bytes.length - ONE_BYTE;
      while (end < into.length && this.#at < last) {
        const byte = model.next(coder);
        if (byte === undefined) throw new BadPpmd();
        into[end++] = byte;
      }
    } catch (error) {
      if (!(error instanceof OutOfBits || error instanceof BadPpmd)) throw error;
      this.#loss ??= packedLoss(error instanceof OutOfBits ? 'truncated' : 'corrupt', this.#feed);
    }
    return end;
  }

  #newModel(): PpmdModel {
    const order = this.#properties[0] ?? 0;
    const memory = this.#properties.length < PROPERTIES ? 0 : this.#properties.readUInt32LE(1);
    if (order < LEAST_ORDER || order > LARGEST_ORDER || memory < LEAST_MEMORY) throw new BadPpmd();
    if (memory <= LARGEST_MEMORY) return new PpmdModel(order, modelMemory(order, memory, this.#size));
    this.#loss = packedLoss('too-large', this.#feed);
    throw new BadPpmd();
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new OutOfBits();
    this.#at++;
    return byte;
  }
}
