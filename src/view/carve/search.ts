import { isUtf8 } from 'node:buffer';
import type { Blob } from '../../types.ts';
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

/** How often data is unpacked in vain before the search for more is given up: an account that searches may share. */
export class CarveAttempts {
  #vain = 0;
  #seen = 0;

  /** Counts bytes that are searched. */
  see(bytes: number): void {
    this.#seen += bytes;
  }

  /** Counts an attempt that gave nothing. */
  fail(): void {
    this.#vain += TRIAL;
  }

  /** Whether the data is worth a further attempt. */
  get mayGoOn(): boolean {
    return this.#vain <= FLOOR + RATIO * this.#seen;
  }
}

/** The first place from `from` on, in front of `end`, at which two bytes stand that a magic number begins with; -1 where none. */
function nextPair(bytes: Uint8Array, from: number, end: number): number {
  let pair = bytes[from] ?? 0;
  for (let at = from; at < end; at++) {
    pair = ((pair << 8) | (bytes[at + 1] as number)) & 0xffff;
    if (BY_PAIR[pair] !== 0) return at;
  }
  return -1;
}

/** Whether a magic number stands anywhere in the bytes; what follows it is not looked at. */
export function hasMagicInside(bytes: Uint8Array): boolean {
  const end = bytes.length - 1;
  for (let at = nextPair(bytes, 0, end); at >= 0; at = nextPair(bytes, at + 1, end)) {
    const signature = signatureAt(bytes, at);
    if (signature !== undefined && hasMagic(signature, bytes, at)) return true;
  }
  return false;
}

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
  readonly #attempts: CarveAttempts;
  #kept: Buffer | undefined;
  #stoppedAt: number | undefined;

  /** @param attempts account of vain attempts; one of its own by default */
  constructor(blob: Pick<Blob, 'file' | 'bytes'>, attempts: CarveAttempts = new CarveAttempts()) {
    this.#blob = blob;
    this.#attempts = attempts;
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
    this.#attempts.see(window.to - window.from);
    this.#search(window, shift);
    if (this.found.length === before || before > 0 || !window.final || window.base > 0 || shift > 0) return;
    if (this.#blob.file === undefined && this.#blob.bytes === undefined) this.#kept = Buffer.from(window.bytes);
  }

  #search({ bytes, from, to, base }: Window, shift: number): void {
    const end = Math.min(to, bytes.length - 1);
    for (let at = nextPair(bytes, from, end); at >= 0; at = nextPair(bytes, at + 1, end)) {
      this.#lookAt(bytes, at, base + shift + at);
    }
  }

  /** @param start the place in all of the data */
  #lookAt(bytes: Buffer, at: number, start: number): void {
    const signature = signatureAt(bytes, at);
    // What begins at the very start is told by the container's own magic numbers.
    if (signature === undefined || start === 0 || !hasMagic(signature, bytes, at)) return;
    const isDear = signature.dear === true;
    if (isDear && !this.#mayTry(start)) return;
    if (signature.fits(bytes, at)) this.found.push({ kind: signature.kind, at: start });
    else if (isDear) this.#attempts.fail();
  }

  #mayTry(at: number): boolean {
    if (this.#stoppedAt !== undefined) return false;
    if (this.#attempts.mayGoOn) return true;
    this.#stoppedAt = at;
    return false;
  }
}
