const INTERVAL_BITS = 7;
const PERIOD_BITS = 7;
const BINARY = 1 << 14;
/** Initial estimates of an escape, by how often the only symbol of a context was seen. */
const FIRST_ESCAPES = [0x3cdd, 0x1f3f, 0x59bf, 0x48f3, 0x64a1, 0x5abc, 0x6632, 0x6051] as const;
/** Frequency of the escape in a context that gets its second symbol, by the previous estimate of its only one. */
const ESCAPES = [25, 14, 9, 7, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 2] as const;
const ROWS = 25;
const COLUMNS = 16;

/** Groups that each have one member more: 0, 1, 2, 3, 4, 4, 5, 5, 5 … */
function groups(): Uint8Array {
  const rows = new Uint8Array(256);
  let row = 3;
  for (let at = 0, left = 1; at < rows.length; at++) {
    if (at < 3) rows[at] = at;
    else {
      rows[at] = row;
      if (--left === 0) left = ++row - 2;
    }
  }
  return rows;
}
const GROUPS: Readonly<Uint8Array> = groups();

/** Columns by number of symbols in the shorter context. */
function binaryColumn(symbols: number): number {
  if (symbols <= 2) return symbols === 1 ? 0 : 2;
  return symbols <= 11 ? 4 : 6;
}

/** 8 for bytes from 0x40 on. */
export function highBits(symbol: number): number {
  return symbol >= 0x40 ? 8 : 0;
}

/** Adaptive estimates of how often a context does not know the next symbol. */
export class Estimates {
  readonly #binary = new Uint16Array(128 * 64);
  readonly #sums = new Uint16Array(ROWS * COLUMNS);
  readonly #shifts = new Uint8Array(ROWS * COLUMNS);
  readonly #counts = new Uint8Array(ROWS * COLUMNS);

  /** Resets all estimates. */
  restart(): void {
    for (let frequency = 0; frequency < 128; frequency++)
      for (let column = 0; column < 64; column++)
        this.#binary[frequency * 64 + column] =
          BINARY - Math.floor((FIRST_ESCAPES[column & 7] as number) / (frequency + 2));
    for (let row = 0; row < ROWS; row++) {
      const [start, end] = [row * COLUMNS, (row + 1) * COLUMNS];
      this.#shifts.fill(PERIOD_BITS - 4, start, end);
      this.#sums.fill((5 * row + 10) << (PERIOD_BITS - 4), start, end);
      this.#counts.fill(4, start, end);
    }
  }

  /**
   * Index of the estimate for a context with one symbol.
   *
   * @param frequency of that symbol
   * @param shorter number of symbols in the shorter context
   * @param flags for the last symbols, the run of right guesses and the last guess
   */
  binaryAt(frequency: number, shorter: number, flags: number): number {
    return (frequency - 1) * 64 + binaryColumn(shorter) + flags;
  }

  /** Parts out of 2^14 of the range for the only symbol. */
  binary(at: number): number {
    return this.#binary[at] as number;
  }

  /** Updates the estimate: the symbol came. */
  confirm(at: number): void {
    const value = this.binary(at);
    this.#binary[at] = value + (1 << INTERVAL_BITS) - mean(value);
  }

  /** Updates the estimate: another symbol came. @returns the frequency of the escape when the context gets its second symbol */
  refute(at: number): number {
    const value = this.binary(at);
    const left = value - mean(value);
    this.#binary[at] = left;
    return ESCAPES[left >> 10] as number;
  }

  /** Index of the estimate for an escape. @param unmasked number of symbols that may still come */
  escapeAt(unmasked: number, column: number): number {
    return (GROUPS[unmasked - 1] as number) * COLUMNS + column;
  }

  /** Frequency of an escape. */
  escape(at: number): number {
    const value = (this.#sums[at] as number) >> (this.#shifts[at] as number);
    this.#sums[at] = (this.#sums[at] as number) - value;
    return Math.max(1, value);
  }

  /** Updates the estimate: a symbol came instead of the escape. */
  settle(at: number): void {
    const shift = this.#shifts[at] as number;
    if (shift >= PERIOD_BITS || (this.#counts[at] = (this.#counts[at] as number) - 1) !== 0) return;
    this.#sums[at] = (this.#sums[at] as number) << 1;
    this.#counts[at] = 3 << shift;
    this.#shifts[at] = shift + 1;
  }

  /** Updates the estimate: the escape came. */
  add(at: number, frequencies: number): void {
    this.#sums[at] = (this.#sums[at] as number) + frequencies;
  }
}

function mean(value: number): number {
  return (value + (1 << (PERIOD_BITS - 2))) >> PERIOD_BITS;
}
