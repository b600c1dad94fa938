/** Meanings of two bits for the next character: its low byte, with or without the common high byte, both bytes, or a run. */
const LOW = 0;
const WITH_HIGH = 1;
const BOTH = 2;
const IS_CORRECTED = 0x80;

/** Assembles a name from its bytes in an old encoding and the missing parts of its Unicode form. */
class NameParts {
  readonly #plain: Buffer;
  readonly #parts: Buffer;
  readonly #high: number;
  #at = 1;
  #codes: number[] = [];

  constructor(plain: Buffer, parts: Buffer) {
    this.#plain = plain;
    this.#parts = parts;
    this.#high = (parts[0] ?? 0) << 8;
  }

  whole(): string {
    let kinds = 0;
    let left = 0;
    while (this.#at < this.#parts.length && this.#codes.length < this.#plain.length + this.#parts.length) {
      if (left === 0) {
        kinds = this.#byte();
        left = 4;
      }
      this.#next((kinds >> 6) & 3);
      kinds <<= 2;
      left--;
    }
    return String.fromCharCode(...this.#codes);
  }

  #byte(): number {
    return this.#parts[this.#at++] ?? 0;
  }

  #next(kind: number): void {
    if (kind === LOW) this.#codes.push(this.#byte());
    else if (kind === WITH_HIGH) this.#codes.push(this.#byte() + this.#high);
    else if (kind === BOTH) this.#codes.push(this.#byte() + (this.#byte() << 8));
    else this.#run();
  }

  /** Copies characters of the plain name, each increased by the same number if one is given. */
  #run(): void {
    const length = this.#byte();
    const isCorrected = (length & IS_CORRECTED) !== 0;
    const correction = isCorrected ? this.#byte() : 0;
    for (let count = (length & ~IS_CORRECTED) + 2; count > 0; count--) {
      const plain = this.#plain[this.#codes.length];
      if (plain === undefined) return;
      this.#codes.push(isCorrected ? ((plain + correction) & 0xff) + this.#high : plain);
    }
  }
}

/**
 * The name of a member in RAR 4 and before, with `/` between folders.
 *
 * @param hasUnicode whether a zero byte is followed by what the plain name lacks
 */
export function memberName(bytes: Buffer, hasUnicode: boolean): string {
  const zero = hasUnicode ? bytes.indexOf(0) : -1;
  const name =
    zero < 0 ? bytes.toString('utf8') : new NameParts(bytes.subarray(0, zero), bytes.subarray(zero + 1)).whole();
  return name.replaceAll('\\', '/');
}
