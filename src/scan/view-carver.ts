import { CarveAttempts, CarveSearch, mayHoldContainer } from '../view/carve/search.ts';

/** Looks for containers in what the views of a text decode. */
export class ViewCarver {
  readonly #attempts: CarveAttempts = new CarveAttempts();
  #isStopped = false;

  /**
   * The search through a decoding, if it found anything. Data decoded from text is searched; escapes within data are
   * searched as part of that data.
   *
   * @param encoded returns what was decoded
   */
  search(bytes: Buffer, encoded: () => Buffer): CarveSearch | undefined {
    if (this.#isStopped || !mayHoldContainer(bytes) || mayHoldContainer(encoded())) return undefined;
    const search = new CarveSearch({ bytes }, this.#attempts);
    search.look({ bytes, from: 0, to: bytes.length, base: 0, final: true });
    this.#isStopped = search.stoppedAt !== undefined;
    return search.isEmpty ? undefined : search;
  }
}
