import { copyMatch } from './copy-match.ts';

/** Long lengths: each zero byte adds 255, the next other byte ends them. */
const MORE = 255;
/** Distance from which on the farthest copies begin; one of exactly this distance is the end mark. */
const FAR = 16_384;
/** State after the last instruction: a separate run of literals, or up to three literals after a copy. */
const AFTER_RUN = 4;

/** Decodes a block, keeping the output before any damage. */
class LzoRun {
  readonly #block: Uint8Array;
  readonly #into: Buffer;
  #at = 0;
  end: number;
  #state = 0;
  isDone = false;
  isBroken = false;

  constructor(block: Uint8Array, into: Buffer, start: number) {
    this.#block = block;
    this.#into = into;
    this.end = start;
  }

  begin(): void {
    const first = this.#block[0] ?? 0;
    if (first <= 17) return;
    this.#at = 1;
    this.#literals(first - 17);
    this.#state = Math.min(AFTER_RUN, first - 17);
  }

  step(): void {
    const code = this.#byte();
    if (code >= 64) this.#copy((code >> 5) + 1, ((code >> 2) & 7) + this.#byte() * 8 + 1, code & 3);
    else if (code >= 32) this.#farCopy(this.#long(code & 31, 31) + 2, 1);
    else if (code >= 16) this.#farCopy(this.#long(code & 7, 7) + 2, FAR + ((code & 8) << 11));
    else if (this.#state === 0) {
      this.#literals(this.#long(code, 15) + 3);
      this.#state = AFTER_RUN;
    } else if (this.#state === AFTER_RUN) this.#copy(3, (code >> 2) + this.#byte() * 4 + 2049, code & 3);
    else this.#copy(2, (code >> 2) + this.#byte() * 4 + 1, code & 3);
  }

  #byte(): number {
    const byte = this.#block[this.#at++];
    if (byte === undefined) this.isBroken = true;
    return byte ?? 0;
  }

  /** A length that continues after its instruction if that contains none. */
  #long(length: number, most: number): number {
    if (length > 0) return length;
    let total = most;
    for (let byte = this.#byte(); !this.isBroken; byte = this.#byte()) {
      if (byte > 0) return total + byte;
      total += MORE;
    }
    return 0;
  }

  #farCopy(length: number, base: number): void {
    const low = this.#byte();
    const distance = base + ((low | (this.#byte() << 8)) >> 2);
    if (base >= FAR && distance === FAR) this.isDone = true;
    else this.#copy(length, distance, low & 3);
  }

  #copy(length: number, distance: number, literals: number): void {
    if (this.isBroken || distance > this.end) {
      this.isBroken = true;
      return;
    }
    const into = this.#into;
    const end = Math.min(into.length, this.end + length);
    if (distance > 0) copyMatch(into, this.end, distance, end - this.end);
    this.isBroken = end < this.end + length;
    this.end = end;
    this.#state = literals;
    this.#literals(literals);
  }

  #literals(count: number): void {
    const part = this.#block.subarray(this.#at, this.#at + Math.min(count, this.#into.length - this.end));
    this.#into.set(part, this.end);
    this.#at += count;
    this.end += part.length;
    if (part.length < count) this.isBroken = true;
  }
}

/**
 * Unpacks a block of LZO1X (Linux, Documentation/staging/lzo.rst) into `into` from its start on. Gives the end; for a broken block `-end -
 * 1`, where everything before `end` is good.
 */
export function unpackLzoBlock(block: Uint8Array, into: Buffer): number {
  const run = new LzoRun(block, into, 0);
  run.begin();
  while (!run.isDone && !run.isBroken) run.step();
  return run.isBroken ? -run.end - 1 : run.end;
}
