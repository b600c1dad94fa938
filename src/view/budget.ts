/** Limits on what may be made out of one root file. */
export interface BudgetOptions {
  /** Containers and decodings inside each other. @default 8 */
  readonly maxDepth?: number;
  /** Decoded bytes for each byte of the root file. @default 200 */
  readonly maxRatio?: number;
  /** Decoded bytes in total, whatever the root file's size. @default 4 GiB */
  readonly maxBytes?: number;
  /** Decoded bytes that even the smallest root file may give. @default 64 MiB */
  readonly floor?: number;
  /** Members of all containers together, empty ones too. @default 1,000,000 */
  readonly maxMembers?: number;
}

const MIB = 1024 * 1024;
/** Members that are free of work, and what each further one costs: with all that is done for it, as much as so many bytes. */
const [FREE_MEMBERS, MEMBER] = [65_536, 16 * 1024] as const;

/**
 * What may still be decoded from one root file: one account of depth, ratio and bytes for its members, their members and
 * every decoded text in them, and another one of the work that gives no bytes. Whoever is refused reports a skip
 * (`too-deep`, `too-expanded`).
 */
export class Budget {
  /** Deepest allowed nesting; a container at this depth is not opened. */
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

  /** Counts bytes of a root whose size was not known before it was read. */
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

  /** Counts a member of a container; false when there were as many as may be. */
  countMember(): boolean {
    if (++this.#members > this.#maxMembers) return false;
    return this.#members <= FREE_MEMBERS || this.work(MEMBER);
  }

  /**
   * Takes work from its account: what is done that gives no bytes to be looked at, counted in bytes that could be looked at
   * meanwhile (one takes about 10 ns). It may be as much as the ratio lets be decoded, whatever the root file's size.
   *
   * @returns false, and nothing taken, when it is more than is left
   */
  work(bytes: number): boolean {
    if (this.#isExhausted || this.#worked + bytes > Math.max(this.#floor, this.#maxRatio * this.#rootBytes))
      return false;
    this.#worked += bytes;
    return true;
  }

  /** Ends it where work was refused in the midst of a text: nothing more is decoded, for the same would be refused there. */
  exhaust(): void {
    this.#isExhausted = true;
  }

  /** Takes `bytes` from the account; false, and nothing taken, when they are more than is left. */
  spend(bytes: number): boolean {
    if (this.#isExhausted || this.#spent + bytes > this.limit) return false;
    this.#spent += bytes;
    return true;
  }
}
