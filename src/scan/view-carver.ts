import { CarveAttempts, CarveSearch, mayHoldContainer } from '../view/carve/search.ts';

/** Looks for containers in what the views of one text decode. */
export class ViewCarver {
  readonly #attempts: CarveAttempts = new CarveAttempts();
  #isStopped = false;

  /**
   * The search through a decoding, where that found anything. Data that is decoded out of text is searched; what stands
   * beside escapes in data is searched with that.
   *
   * @param encoded gives what was decoded
   */
  search(bytes: Buffer, encoded: () => Buffer): CarveSearch | undefined {
    if (this.#isStopped || !mayHoldContainer(bytes) || mayHoldContainer(encoded())) return undefined;
    const search = new CarveSearch({ bytes }, this.#attempts);
    search.look({ bytes, from: 0, to: bytes.length, base: 0, final: true });
    this.#isStopped = search.stoppedAt !== undefined;
    return search.isEmpty ? undefined : search;
  }
}
