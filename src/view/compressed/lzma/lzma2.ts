import type { ByteFeed } from '../../byte-feed.ts';
import { LzmaDecoder } from './lzma-decoder.ts';
import { HistoryWindow } from '../history-window.ts';

/** Header of the longest chunk. */
const CHUNK_HEADER = 6;
/** Output per step. */
const STEP = 256 * 1024;

/** Header of a chunk: what it resets, and how much it contains. */
interface Chunk {
  readonly control: number;
  readonly packed: number;
  /** Output still to come. */
  left: number;
}

/** Length of a chunk header: only the control byte at the end; otherwise with sizes, and possibly properties. */
function headerLength(control: number): number {
  if (control === 0) return 1;
  if (control < 0x80) return 3;
  return control < 0xc0 ? 5 : 6;
}

/** State of LZMA2 data: it continues, has ended, was cut or is invalid. */
export type Lzma2State = 'running' | 'complete' | 'truncated' | 'corrupt';

/** Unpacks LZMA2 data: LZMA in chunks of at most 64 KiB, as in xz files. */
export class Lzma2Decoder {
  readonly #feed: ByteFeed;
  readonly #window: HistoryWindow;
  readonly #decoder: LzmaDecoder;
  #chunk: Chunk | undefined;
  #hasProperties = false;
  #started = false;
  state: Lzma2State = 'running';

  /** @param dictionary size in bytes */
  constructor(feed: ByteFeed, dictionary: number) {
    this.#feed = feed;
    this.#window = new HistoryWindow(dictionary);
    this.#decoder = new LzmaDecoder(this.#window);
  }

  /** Unpacks a little more; gives the output, which may be empty. */
  async next(): Promise<Buffer> {
    this.#chunk ??= await this.#open();
    if (this.#chunk !== undefined) {
      this.#window.makeRoom(Math.min(this.#chunk.left, STEP));
      this.#decode(this.#chunk);
    }
    return this.#window.take();
  }

  async #open(): Promise<Chunk | undefined> {
    const available = await this.#feed.fill(CHUNK_HEADER);
    const control = this.#feed.bytes[0] ?? 0;
    if (available === 0) return this.#end('truncated');
    if (control > 2 && control < 0x80) return this.#end('corrupt');
    const length = headerLength(control);
    if (available < length) return this.#end('truncated');
    const header = Buffer.from(this.#feed.bytes.subarray(0, length));
    this.#feed.skip(length);
    if (control === 0) return this.#end('complete');
    if (!this.#reset(control, header[5] ?? 0)) return this.#end('corrupt');
    const size = header.readUInt16BE(1) + 1;
    if (control < 0x80) return this.#load({ control, packed: size, left: size });
    const left = size + ((control & 0x1f) << 16);
    return this.#load({ control, packed: header.readUInt16BE(3) + 1, left });
  }

  /** Resets what the chunk requests; false if it builds on missing state. */
  #reset(control: number, properties: number): boolean {
    if (control === 1 || control >= 0xe0) this.#window.reset();
    else if (!this.#started) return false;
    this.#started = true;
    if (control < 0x80) return true;
    if (control >= 0xc0) {
      this.#hasProperties = this.#decoder.setProperties(properties);
      return this.#hasProperties;
    }
    if (!this.#hasProperties) return false;
    if (control >= 0xa0) this.#decoder.resetState();
    return true;
  }

  /** Buffers all data of a chunk, or as much as is there. */
  async #load(chunk: Chunk): Promise<Chunk | undefined> {
    const available = await this.#feed.fill(chunk.packed);
    if (available === 0) return this.#end('truncated');
    if (chunk.control >= 0x80) {
      const { range } = this.#decoder;
      range.input = this.#feed.bytes.subarray(0, Math.min(available, chunk.packed));
      range.at = 0;
      if (!range.start()) return this.#end('corrupt');
    }
    return chunk;
  }

  #decode(chunk: Chunk): void {
    if (chunk.control < 0x80) this.#copy(chunk);
    else this.#unpack(chunk);
  }

  #copy(chunk: Chunk): void {
    const part = this.#feed.bytes.subarray(0, Math.min(chunk.left, this.#feed.bytes.length));
    this.#window.append(part);
    this.#feed.skip(part.length);
    if (part.length < chunk.left) this.#end('truncated');
    this.#chunk = undefined;
  }

  #unpack(chunk: Chunk): void {
    const { range } = this.#decoder;
    const { stop, written } = this.#decoder.decode(Math.min(chunk.left, STEP), range.input.length + 1);
    chunk.left -= written;
    if (range.input.length < chunk.packed && range.at >= range.input.length) this.#end('truncated');
    else if (stop !== 'more' || range.at > range.input.length || (written === 0 && chunk.left > 0))
      this.#end('corrupt');
    else if (chunk.left === 0) this.#close(chunk);
  }

  #close({ packed }: Chunk): void {
    this.#feed.skip(packed);
    this.#chunk = undefined;
  }

  #end(state: Lzma2State): undefined {
    this.state = state;
    this.#chunk = undefined;
    return undefined;
  }
}
