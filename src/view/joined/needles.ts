/** Positions of several byte sequences in a text, in ascending order. An absent one costs a single pass of `indexOf`. */
export class Needles {
  readonly #bytes: Buffer;
  readonly #needles: readonly (number | Buffer)[];
  readonly #next: number[];

  /** @param needles bytes or byte sequences; none is a prefix of another */
  constructor(bytes: Buffer, needles: readonly (number | Buffer)[], from: number) {
    this.#bytes = bytes;
    this.#needles = needles;
    this.#next = needles.map((needle) => bytes.indexOf(needle, from));
  }

  /** The first position at or after `from`, -1 if there is none. Called with ascending `from`. */
  nextFrom(from: number): number {
    let first = -1;
    for (let i = 0; i < this.#next.length; i++) {
      const at = this.#at(i, from);
      if (at >= 0 && (first < 0 || at < first)) first = at;
    }
    return first;
  }

  #at(index: number, from: number): number {
    const known = this.#next[index] ?? -1;
    if (known < 0 || known >= from) return known;
    const at = this.#bytes.indexOf(this.#needles[index] ?? 0, from);
    this.#next[index] = at;
    return at;
  }
}
