import { crc32 } from 'node:zlib';
import { Unpacker } from '../unpacker.ts';
import { LONGEST_SYMBOL, LzmaDecoder } from './lzma-decoder.ts';
import { LzmaWindow } from './window.ts';

const HEADER = 6;
const TRAILER = 20;
/** Three bits of context, none of the position's, two bits of position: lzip knows no other. */
const PROPERTIES = (2 * 5 + 0) * 9 + 3;
const STEP = 256 * 1024;
const INPUT = 64 * 1024;
const LARGEST_DICTIONARY = 512 * 1024 * 1024;

/** The members of a lzip file (lzip manual, "File format") one after the other. */
export class LzipUnpacker extends Unpacker {
  #members = 0;
  #decoder: LzmaDecoder | undefined;
  #window: LzmaWindow | undefined;
  #crc = 0;

  protected async step(): Promise<Buffer | undefined> {
    if (this.#decoder === undefined || this.#window === undefined) return this.#nextMember();
    return this.#unpack(this.#decoder, this.#window);
  }

  protected override release(): void {
    this.#window = undefined;
  }

  async #nextMember(): Promise<undefined> {
    const available = await this.feed.fill(HEADER + 5);
    const { bytes } = this.feed;
    if (bytes.toString('latin1', 0, 4) !== 'LZIP') {
      return this.#members > 0 ? this.finishWithRest('lzip data') : this.stop('corrupt', 'no lzip header');
    }
    if (available < HEADER + 5) return this.stop('truncated', 'lzip header is cut');
    const coded = bytes[5] ?? 0;
    const base = 2 ** (coded & 0x1f);
    const dictionary = base - (base / 16) * (coded >> 5);
    if (bytes[4] !== 1 || dictionary > LARGEST_DICTIONARY) return this.stop('corrupt', 'lzip header is broken');
    this.feed.skip(HEADER);
    this.#members++;
    this.#crc = 0;
    this.#window = new LzmaWindow(dictionary);
    this.#decoder = new LzmaDecoder(this.#window);
    this.#decoder.setProperties(PROPERTIES);
    return this.#begin(this.#decoder);
  }

  #begin({ range }: LzmaDecoder): undefined {
    range.input = this.feed.bytes;
    range.at = 0;
    if (!range.start()) return this.stop('corrupt', 'lzip data is broken');
    this.feed.skip(range.at);
    return undefined;
  }

  /** Symbols are decoded while all bytes that one can take are buffered, or the data has no more. */
  async #unpack(decoder: LzmaDecoder, window: LzmaWindow): Promise<Buffer | undefined> {
    window.makeRoom();
    const available = await this.feed.fill(INPUT);
    decoder.range.input = this.feed.bytes;
    decoder.range.at = 0;
    const end = available < INPUT ? available : available - LONGEST_SYMBOL;
    const { stop, written } = decoder.decode(STEP, end);
    const chunk = window.take();
    this.#crc = crc32(chunk, this.#crc);
    const used = Math.min(decoder.range.at, available);
    if (stop === 'end') await this.#endMember(decoder, window);
    else {
      this.feed.skip(used);
      if (stop === 'broken') this.stop('corrupt', 'lzip data is broken');
      else if (written < STEP && available < INPUT) this.stop('truncated', 'lzip data is cut');
    }
    return chunk;
  }

  async #endMember(decoder: LzmaDecoder, { total }: LzmaWindow): Promise<void> {
    decoder.range.normalize();
    this.feed.skip(Math.min(decoder.range.at, this.feed.bytes.length));
    this.#decoder = undefined;
    if ((await this.feed.fill(TRAILER)) < TRAILER) return this.stop('truncated', 'lzip trailer is cut');
    const { bytes } = this.feed;
    const intact = bytes.readUInt32LE(0) === this.#crc && Number(bytes.readBigUInt64LE(4)) === total;
    if (!intact) this.lose('corrupt', 'lzip checksum or length is wrong');
    this.feed.skip(TRAILER);
  }
}
