/** Places of several byte sequences in one text, in ascending order. What is absent costs one pass of `indexOf`. */
export class Needles {
  readonly #bytes: Buffer;
  readonly #needles: readonly (number | Buffer)[];
  readonly #next: number[];

  /** @param needles bytes, or sequences of them; none begins like another one goes on */
  constructor(bytes: Buffer, needles: readonly (number | Buffer)[], from: number) {
    this.#bytes = bytes;
    this.#needles = needles;
    this.#next = needles.map((needle) => bytes.indexOf(needle, from));
  }

  /** The first place at or behind `from`, -1 where there is none. Asked for with ascending `from`. */
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
