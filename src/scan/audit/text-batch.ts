/** Maximum size of a batch and of each text in it, in bytes. */
const SIZE = 64 * 1024;
const LONGEST = 4096;
/** Separates texts: no rule sees more than this of a value's surroundings, and no view continues after an empty line. */
const BETWEEN = Buffer.from(`\n${' '.repeat(190)}\n`);

/** A text in the batch, with the index it was given. */
export interface Waiting {
  readonly index: number;
  readonly bytes: Buffer;
}

/** Short texts that are scanned together: starting a scan costs more than reading them. */
export class TextBatch {
  readonly #bytes: Buffer = Buffer.allocUnsafeSlow(SIZE);
  #length = 0;
  #waiting: Waiting[] = [];
  /** Whether a text did not fit. */
  isFull = false;

  /** Takes a copy of a text. Returns false if it is too long or there is no room left. */
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

  /** The texts so far and their concatenation, valid until the next text is added, which starts a new batch. */
  take(): { readonly together: Buffer; readonly texts: readonly Waiting[] } {
    const taken = { together: this.#bytes.subarray(0, this.#length), texts: this.#waiting };
    this.#length = 0;
    this.#waiting = [];
    this.isFull = false;
    return taken;
  }
}
