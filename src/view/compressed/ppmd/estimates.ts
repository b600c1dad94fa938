const INTERVAL_BITS = 7;
const PERIOD_BITS = 7;
const BINARY = 1 << 14;
/** What an escape is worth at first, by how often the only symbol of a context was seen. */
const FIRST_ESCAPES = [0x3cdd, 0x1f3f, 0x59bf, 0x48f3, 0x64a1, 0x5abc, 0x6632, 0x6051] as const;
/** Frequency of the escape in a context that gets its second symbol, by the estimate of its only one before. */
const ESCAPES = [25, 14, 9, 7, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 2] as const;
const ROWS = 25;
const COLUMNS = 16;

/** Groups that grow by one with each: 0, 1, 2, 3, 4, 4, 5, 5, 5 … */
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

/** Columns by the symbols of the shorter context. */
function binaryColumn(symbols: number): number {
  if (symbols <= 2) return symbols === 1 ? 0 : 2;
  return symbols <= 11 ? 4 : 6;
}

/** 8 for the bytes from 0x40 on. */
export function highBits(symbol: number): number {
  return symbol >= 0x40 ? 8 : 0;
}

/** What is learned of how often a context does not know what comes next. */
export class Estimates {
  readonly #binary = new Uint16Array(128 * 64);
  readonly #sums = new Uint16Array(ROWS * COLUMNS);
  readonly #shifts = new Uint8Array(ROWS * COLUMNS);
  readonly #counts = new Uint8Array(ROWS * COLUMNS);

  /** Forgets all. */
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
   * The estimate of a context with one symbol, by its number.
   *
   * @param frequency of that symbol
   * @param shorter symbols of the shorter context
   * @param flags of the last symbols, the run of right guesses and the last guess
   */
  binaryAt(frequency: number, shorter: number, flags: number): number {
    return (frequency - 1) * 64 + binaryColumn(shorter) + flags;
  }

  /** Parts of 2^14 of the range that the only symbol has. */
  binary(at: number): number {
    return this.#binary[at] as number;
  }

  /** The symbol came. */
  confirm(at: number): void {
    const value = this.binary(at);
    this.#binary[at] = value + (1 << INTERVAL_BITS) - mean(value);
  }

  /** Another one came. @returns the frequency of the escape when the context gets its second symbol */
  refute(at: number): number {
    const value = this.binary(at);
    const left = value - mean(value);
    this.#binary[at] = left;
    return ESCAPES[left >> 10] as number;
  }

  /** The estimate of an escape, by its number. @param unmasked symbols that may still come */
  escapeAt(unmasked: number, column: number): number {
    return (GROUPS[unmasked - 1] as number) * COLUMNS + column;
  }

  /** Frequency of an escape. */
  escape(at: number): number {
    const value = (this.#sums[at] as number) >> (this.#shifts[at] as number);
    this.#sums[at] = (this.#sums[at] as number) - value;
    return Math.max(1, value);
  }

  /** A symbol came in place of the escape. */
  settle(at: number): void {
    const shift = this.#shifts[at] as number;
    if (shift >= PERIOD_BITS || (this.#counts[at] = (this.#counts[at] as number) - 1) !== 0) return;
    this.#sums[at] = (this.#sums[at] as number) << 1;
    this.#counts[at] = 3 << shift;
    this.#shifts[at] = shift + 1;
  }

  /** The escape came. */
  add(at: number, frequencies: number): void {
    this.#sums[at] = (this.#sums[at] as number) + frequencies;
  }
}

function mean(value: number): number {
  return (value + (1 << (PERIOD_BITS - 2))) >> PERIOD_BITS;
}
