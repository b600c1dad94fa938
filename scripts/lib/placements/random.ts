/** Random numbers that are the same on every run with the same seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A number in `[0, below)`. */
  next(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below;
  }

  /** A whole number in `[0, below)`. */
  int(below: number): number {
    return Math.floor(this.next(below));
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(list.length)] as T;
  }

  text(alphabet: string, length: number): string {
    return Array.from({ length }, () => alphabet[this.int(alphabet.length)]).join('');
  }
}

export const BASE62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** With what formats escape. */
export const ODD: string = `${BASE62}"'\\/&<>$\`!%+=:;#?@ {}|~^*()äß€`;
