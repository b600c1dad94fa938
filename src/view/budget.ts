/** Limits on what may be decoded from one root file. */
export interface BudgetOptions {
  /** Nested containers and decodings. @default 8 */
  readonly maxDepth?: number;
  /** Decoded bytes per byte of the root file. @default 200 */
  readonly maxRatio?: number;
  /** Decoded bytes in total, whatever the size of the root file. @default 4 GiB */
  readonly maxBytes?: number;
  /** Decoded bytes that even the smallest root file may yield. @default 64 MiB */
  readonly floor?: number;
  /** Members of all containers together, including empty ones. @default 1,000,000 */
  readonly maxMembers?: number;
}

const MIB = 1024 * 1024;
/** Members that cost no work, and the work charged for each further one, in bytes: what handling it costs. */
const [FREE_MEMBERS, MEMBER] = [65_536, 16 * 1024] as const;

/**
 * What may still be decoded from one root file: one account of depth, ratio and bytes for its members, their members and every decoded text
 * in them, and a second one for work that yields no bytes. A caller that is refused reports a skip (`too-deep`, `too-expanded`).
 */
export class Budget {
  /** Deepest nesting allowed; a container at this depth is not opened. */
  readonly maxDepth: number;
  readonly #maxRatio: number;
  readonly #maxBytes: number;
  readonly #floor: number;
  readonly #maxMembers: number;
  #members = 0;
  #rootBytes: number;
  #spent = 0;
  #worked = 0;
  #isExhausted = false;

  /** @param rootBytes size of the root file; 0 for a stream, whose bytes are added with {@link Budget.addRoot}. */
  constructor(rootBytes: number, options: BudgetOptions = {}) {
    this.#rootBytes = rootBytes;
    this.maxDepth = options.maxDepth ?? 8;
    this.#maxRatio = options.maxRatio ?? 200;
    this.#maxBytes = options.maxBytes ?? 4096 * MIB;
    this.#floor = options.floor ?? 64 * MIB;
    this.#maxMembers = options.maxMembers ?? 1_000_000;
  }

  /** Adds bytes of a root whose size is not known before it is read. */
  addRoot(bytes: number): void {
    this.#rootBytes += bytes;
  }

  /** Decoded bytes allowed in total. */
  get limit(): number {
    return Math.max(this.#floor, Math.min(this.#maxBytes, this.#maxRatio * this.#rootBytes));
  }

  /** Decoded bytes so far. */
  get spent(): number {
    return this.#spent;
  }

  /** Counts a member of a container; false once the limit has been reached. */
  countMember(): boolean {
    if (++this.#members > this.#maxMembers) return false;
    return this.#members <= FREE_MEMBERS || this.work(MEMBER);
  }

  /**
   * Charges work that yields no bytes to scan, counted in bytes that could be scanned in the same time (one takes about 10 ns). The limit
   * follows from the ratio, whatever the size of the root file.
   *
   * @returns false, with nothing charged, if more is asked for than is left
   */
  work(bytes: number): boolean {
    if (this.#isExhausted || this.#worked + bytes > Math.max(this.#floor, this.#maxRatio * this.#rootBytes))
      return false;
    this.#worked += bytes;
    return true;
  }

  /** Uses up the budget after work was refused in the middle of a text: nothing more is decoded, as it would be refused again. */
  exhaust(): void {
    this.#isExhausted = true;
  }

  /** Charges `bytes`; false, with nothing charged, if they exceed what is left. */
  spend(bytes: number): boolean {
    if (this.#isExhausted || this.#spent + bytes > this.limit) return false;
    this.#spent += bytes;
    return true;
  }
}
