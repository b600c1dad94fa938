import { isUtf8 } from 'node:buffer';
import type { Blob } from '../../types.ts';
import { TRIAL } from './deflate-trial.ts';
import { BY_PAIR, type CarvedKind, hasMagic, signatureAt } from './signatures.ts';

/** A position inside other data at which a container seems to begin. */
export interface Candidate {
  readonly kind: CarvedKind;
  /** Bytes from the start of the data. */
  readonly at: number;
}

/** Part of the data in memory, in the form in which texts are read. */
interface Window {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
  readonly base: number;
  readonly final: boolean;
}

/** Bytes of failed attempts allowed for any data, and for each byte of it. */
const FLOOR = 64 * 1024 * 1024;
const RATIO = 8;

/** Limits how much data is unpacked in vain before the search is given up; several searches may share it. */
export class CarveAttempts {
  #vain = 0;
  #seen = 0;

  /** Adds bytes that are searched. */
  see(bytes: number): void {
    this.#seen += bytes;
  }

  /** Adds a failed attempt. */
  fail(): void {
    this.#vain += TRIAL;
  }

  /** Whether the data is worth another attempt. */
  get mayGoOn(): boolean {
    return this.#vain <= FLOOR + RATIO * this.#seen;
  }
}

/** First position from `from` on, before `end`, of two bytes that begin a magic number; -1 if there is none. */
function nextPair(bytes: Uint8Array, from: number, end: number): number {
  let pair = bytes[from] ?? 0;
  for (let at = from; at < end; at++) {
    pair = ((pair << 8) | (bytes[at + 1] as number)) & 0xffff;
    if (BY_PAIR[pair] !== 0) return at;
  }
  return -1;
}

/** Whether there is a magic number anywhere in the bytes, whatever follows it. */
export function hasMagicInside(bytes: Uint8Array): boolean {
  const end = bytes.length - 1;
  for (let at = nextPair(bytes, 0, end); at >= 0; at = nextPair(bytes, at + 1, end)) {
    const signature = signatureAt(bytes, at);
    if (signature !== undefined && hasMagic(signature, bytes, at)) return true;
  }
  return false;
}

/** Whether a text may contain a container as it is: pure UTF-8 contains none of the formats searched for. */
export function mayHoldContainer(bytes: Uint8Array): boolean {
  return !isUtf8(bytes);
}

/** Searches data, window by window, for the beginnings of containers. Text is skipped: no format has headers and data that are UTF-8. */
export class CarveSearch {
  readonly found: Candidate[] = [];
  readonly #blob: Pick<Blob, 'file' | 'bytes'>;
  readonly #attempts: CarveAttempts;
  #kept: Buffer | undefined;
  #stoppedAt: number | undefined;

  /** @param attempts limit on failed attempts; a separate one by default */
  constructor(blob: Pick<Blob, 'file' | 'bytes'>, attempts: CarveAttempts = new CarveAttempts()) {
    this.#blob = blob;
    this.#attempts = attempts;
  }

  get isEmpty(): boolean {
    return this.found.length === 0 && this.#stoppedAt === undefined;
  }

  /** Where the search ended because of too many failed attempts; undefined if it did not. */
  get stoppedAt(): number | undefined {
    return this.#stoppedAt;
  }

  /** The data itself, if it was read in one window and cannot be read again. */
  get kept(): Buffer | undefined {
    return this.#kept;
  }

  /** @param shift bytes of the data before the first window */
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

  /** @param start position in the whole data */
  #lookAt(bytes: Buffer, at: number, start: number): void {
    const signature = signatureAt(bytes, at);
    // What begins at offset 0 is recognised by the magic numbers of containers.
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
