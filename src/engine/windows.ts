/** Extra characters read so that neighbouring hits share one slice. */
const SLACK = 32 * 1024;

/** Latin1 text of small parts of a buffer, one character for each byte. The last slice is kept for its neighbours. */
export class TextWindows {
  readonly #bytes: Buffer;
  #text = '';
  #start = 0;
  #end = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Makes `text` include `[from, to)`, clipped to the buffer. */
  cover(from: number, to: number): void {
    const start = Math.max(0, from);
    const end = Math.min(this.#bytes.length, to);
    if (start >= this.#start && end <= this.#end) return;
    this.#start = start;
    this.#end = Math.min(this.#bytes.length, Math.max(end, start + SLACK));
    this.#text = this.#bytes.toString('latin1', this.#start, this.#end);
  }

  /** Whether the byte at `at` is in a set; true without a set. */
  mayBegin(at: number, begins: Readonly<Uint8Array> | undefined): boolean {
    return begins === undefined || begins[this.#bytes[at] ?? 0] === 1;
  }

  get text(): string {
    return this.#text;
  }

  /** Offset in the buffer of `text[0]`. */
  get start(): number {
    return this.#start;
  }
}
