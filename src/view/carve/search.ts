import { isUtf8 } from 'node:buffer';
import type { Blob, Span } from '../../types.ts';
import { TRIAL } from './deflate-trial.ts';
import { BY_PAIR, type CarvedKind, hasMagic, signatureAt } from './signatures.ts';

/** Where inside other data a container seems to begin. */
export interface Candidate {
  readonly kind: CarvedKind;
  /** Bytes from the start of the data. */
  readonly at: number;
}

/** Part of the data in memory, as texts are read. */
interface Window {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
  readonly base: number;
  readonly final: boolean;
}

/** Bytes of vain attempts that any data is worth, and for each of its own. */
const FLOOR = 64 * 1024 * 1024;
const RATIO = 8;

/** Whether a text may hold a container as it is: what is UTF-8 from end to end holds none of those looked for. */
export function mayHoldContainer(bytes: Uint8Array): boolean {
  return !isUtf8(bytes);
}

/**
 * Looks for the beginnings of containers in data that is read window by window. What is text is not looked at: none of the
 * formats' headers and data are UTF-8.
 */
export class CarveSearch {
  readonly found: Candidate[] = [];
  readonly #blob: Pick<Blob, 'file' | 'bytes'>;
  #kept: Buffer | undefined;
  #vain = 0;
  #stoppedAt: number | undefined;

  constructor(blob: Pick<Blob, 'file' | 'bytes'>) {
    this.#blob = blob;
  }

  get isEmpty(): boolean {
    return this.found.length === 0 && this.#stoppedAt === undefined;
  }

  /** Where the search ended because too many attempts were vain; undefined where it did not. */
  get stoppedAt(): number | undefined {
    return this.#stoppedAt;
  }

  /** The data itself where it was read at once and cannot be had again. */
  get kept(): Buffer | undefined {
    return this.#kept;
  }

  /** @param shift bytes of the data in front of the first window */
  look(window: Window, shift: number = 0): void {
    if (!mayHoldContainer(window.bytes)) return;
    const before = this.found.length;
    this.#search(window, shift);
    if (this.found.length === before || before > 0 || !window.final || window.base > 0 || shift > 0) return;
    if (this.#blob.file === undefined && this.#blob.bytes === undefined) this.#kept = Buffer.from(window.bytes);
  }

  #search({ bytes, from, to, base }: Window, shift: number): void {
    const end = Math.min(to, bytes.length - 1);
    let pair = bytes[from] ?? 0;
    for (let at = from; at < end; at++) {
      pair = ((pair << 8) | (bytes[at + 1] as number)) & 0xffff;
      if (BY_PAIR[pair] !== 0) this.#lookAt(bytes, at, { start: base + shift + at, end: base + to });
    }
  }

  /** @param span the place in all of the data, and how much of that was seen */
  #lookAt(bytes: Buffer, at: number, { start, end }: Span): void {
    const signature = signatureAt(bytes, at);
    // What begins at the very start is told by the container's own magic numbers.
    if (signature === undefined || start === 0 || !hasMagic(signature, bytes, at)) return;
    const isDear = signature.dear === true;
    if (isDear && !this.#mayTry(start, end)) return;
    if (signature.fits(bytes, at)) this.found.push({ kind: signature.kind, at: start });
    else if (isDear) this.#vain += TRIAL;
  }

  #mayTry(at: number, size: number): boolean {
    if (this.#stoppedAt !== undefined) return false;
    if (this.#vain <= FLOOR + RATIO * size) return true;
    this.#stoppedAt = at;
    return false;
  }
}
