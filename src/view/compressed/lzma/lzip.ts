import { crc32 } from 'node:zlib';
import { Unpacker } from '../unpacker.ts';
import { LzmaRun } from './lzma-run.ts';

const HEADER = 6;
const TRAILER = 20;
/** Work charged for a member, in addition to its bytes: a dictionary of another size than the last needs new memory. */
const MEMBER = 4096;
/** The range decoder's first bytes. */
const START = 5;
/** lc=3, lp=0, pb=2: lzip allows no others. */
const PROPERTIES = (2 * 5 + 0) * 9 + 3;
const LARGEST_DICTIONARY = 512 * 1024 * 1024;

/** The members of a lzip file (lzip manual, "File format") one after the other. */
export class LzipUnpacker extends Unpacker {
  #members = 0;
  #run: LzmaRun | undefined;
  /** The run of the last member, reused for the next one: there may be many small ones. */
  #last: { readonly dictionary: number; readonly run: LzmaRun } | undefined;
  #crc = 0;

  protected async step(): Promise<Buffer | undefined> {
    return this.#run === undefined ? this.#nextMember() : this.#unpack(this.#run);
  }

  protected override release(): void {
    this.#run = undefined;
    this.#last = undefined;
  }

  async #nextMember(): Promise<undefined> {
    const available = await this.feed.fill(HEADER + START);
    const { bytes } = this.feed;
    if (bytes.toString('latin1', 0, 4) !== 'LZIP') {
      return this.#members > 0 ? this.finishWithRest('lzip data') : this.stop('corrupt', 'no lzip header');
    }
    if (available < HEADER + START) return this.stop('truncated', 'lzip header is cut');
    const coded = bytes[5] ?? 0;
    const base = 2 ** (coded & 0x1f);
    const dictionary = base - (base / 16) * (coded >> 5);
    if (bytes[4] !== 1 || dictionary > LARGEST_DICTIONARY) return this.stop('corrupt', 'lzip header is broken');
    this.feed.skip(HEADER);
    this.#members++;
    this.#crc = 0;
    if (!this.pay(MEMBER)) return undefined;
    if (this.#last?.dictionary !== dictionary) this.#last = { dictionary, run: new LzmaRun(this.feed, dictionary) };
    this.#run = this.#last.run;
    return this.#run.begin(PROPERTIES) ? undefined : this.stop('corrupt', 'lzip data is broken');
  }

  async #unpack(run: LzmaRun): Promise<Buffer | undefined> {
    const chunk = await run.next();
    this.#crc = crc32(chunk, this.#crc);
    if (run.state === 'ended') await this.#endMember(run.total);
    else if (run.state === 'broken') this.stop('corrupt', 'lzip data is broken');
    else if (run.state === 'cut') this.stop('truncated', 'lzip data is cut');
    return chunk;
  }

  async #endMember(total: number): Promise<void> {
    this.#run = undefined;
    if ((await this.feed.fill(TRAILER)) < TRAILER) return this.endInDoubt('truncated', 'lzip trailer is cut');
    const { bytes } = this.feed;
    const intact = bytes.readUInt32LE(0) === this.#crc && Number(bytes.readBigUInt64LE(4)) === total;
    if (!intact) this.doubt('corrupt', 'lzip checksum or length is wrong');
    this.feed.skip(TRAILER);
  }
}
