/** Bytes that are looked at together, and the longest text that is put with others. */
const SIZE = 64 * 1024;
const LONGEST = 4096;
/** Stands between texts: no rule sees more than this of what is around a value, and no view goes on behind an empty line. */
const BETWEEN = Buffer.from(`\n${' '.repeat(190)}\n`);

/** A text that waits, by the number that it was given with. */
export interface Waiting {
  readonly index: number;
  readonly bytes: Buffer;
}

/** Short texts that are looked at together: to look costs more than to read them. */
export class TextBatch {
  readonly #bytes: Buffer = Buffer.allocUnsafeSlow(SIZE);
  #length = 0;
  #waiting: Waiting[] = [];
  /** Whether a text found no room. */
  isFull = false;

  /** Takes a copy of a text; false where it is too long, or there is no room left. */
  add(index: number, text: Buffer): boolean {
    const end = this.#length + text.length;
    if (text.length > LONGEST) return false;
    if (end + BETWEEN.length > SIZE) {
      this.isFull = true;
      return false;
    }
    text.copy(this.#bytes, this.#length);
    BETWEEN.copy(this.#bytes, end);
    this.#waiting.push({ index, bytes: this.#bytes.subarray(this.#length, end) });
    this.#length = end + BETWEEN.length;
    return true;
  }

  /** The texts so far and what they make together, valid until the next text is added: with it a new batch begins. */
  take(): { readonly together: Buffer; readonly texts: readonly Waiting[] } {
    const taken = { together: this.#bytes.subarray(0, this.#length), texts: this.#waiting };
    this.#length = 0;
    this.#waiting = [];
    this.isFull = false;
    return taken;
  }
}
