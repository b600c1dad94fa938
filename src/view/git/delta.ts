import { ScanError } from '../../errors.ts';

/** An unpacked entry of a pack; a delta is not yet applied. */
export interface PackEntry {
  readonly offset: number;
  readonly type: number;
  /** Offset of a delta's base. */
  readonly base: number | undefined;
  /** Id of a delta's base, in lower-case hex. */
  readonly baseId: string | undefined;
  readonly data: Buffer;
  /** Offset of the entry's end. */
  readonly end: number;
}

/** Bytes of objects that are cached as bases of deltas. */
const KEPT = 32 * 1024 * 1024;

/** The objects resolved most recently. */
export class PackCache {
  readonly #entries: Map<number, PackEntry> = new Map();
  #bytes = 0;

  get(offset: number): PackEntry | undefined {
    return this.#entries.get(offset);
  }

  set(offset: number, entry: PackEntry): void {
    this.#bytes += entry.data.length - (this.#entries.get(offset)?.data.length ?? 0);
    this.#entries.delete(offset);
    this.#entries.set(offset, entry);
    for (const [oldest, { data }] of this.#entries) {
      if (this.#bytes <= KEPT) return;
      this.#entries.delete(oldest);
      this.#bytes -= data.length;
    }
  }
}

/**
 * Builds an object from its base and a delta (gitformat-pack, "deltified representation").
 *
 * @throws {ScanError} `corrupt` if the delta does not fit
 */
export function applyDelta(base: Buffer, delta: Buffer): Buffer {
  const [baseSize, first] = sizeAt(delta, 0);
  const [size, start] = sizeAt(delta, first);
  if (baseSize !== base.length || size > MOST) throw misfit();
  const out = Buffer.allocUnsafe(size);
  let used = 0;
  for (let at = start; at < delta.length;) {
    const command = delta[at++] ?? 0;
    if (command === 0) throw misfit();
    let source = delta;
    let from = at;
    let length = command;
    if (command & 0x80) {
      const copy = copyAt(delta, at, command);
      ({ from, length, at } = copy);
      source = base;
    } else at += length;
    if (from + length > source.length || used + length > size) throw misfit();
    source.copy(out, used, from, from + length);
    used += length;
  }
  if (used !== size) throw misfit();
  return out;
}

/** Size of the object that a delta makes of its base. @throws {ScanError} `corrupt` if the delta does not contain it */
export function deltaSize(delta: Buffer): number {
  return sizeAt(delta, sizeAt(delta, 0)[1])[0];
}

/**
 * The data that a delta adds to its base, with an empty line in place of each part copied from the base.
 *
 * @throws {ScanError} `corrupt` if it is cut
 */
export function deltaInserts(delta: Buffer): Buffer {
  const parts: Buffer[] = [];
  const [, first] = sizeAt(delta, 0);
  for (let [, at] = sizeAt(delta, first); at < delta.length;) {
    const command = delta[at++] ?? 0;
    if (command & 0x80) {
      parts.push(BETWEEN);
      ({ at } = copyAt(delta, at, command));
    } else {
      parts.push(delta.subarray(at, at + command));
      at += command;
    }
  }
  return Buffer.concat(parts);
}

const BETWEEN = Buffer.from('\n\n');

/** Larger objects are not assembled: 512 MiB. */
const MOST = 512 * 1024 * 1024;

function copyAt(delta: Buffer, start: number, command: number): { from: number; length: number; at: number } {
  let at = start;
  let from = 0;
  let length = 0;
  for (let bit = 0; bit < 4; bit++) if (command & (1 << bit)) from += (delta[at++] ?? 0) * 256 ** bit;
  for (let bit = 0; bit < 3; bit++) if (command & (16 << bit)) length += (delta[at++] ?? 0) * 256 ** bit;
  return { from, length: length === 0 ? 0x10000 : length, at };
}

function sizeAt(delta: Buffer, start: number): [size: number, at: number] {
  let at = start;
  let size = 0;
  for (let unit = 1; ; unit *= 128) {
    const byte = delta[at++];
    if (byte === undefined || at > start + 8) throw misfit();
    size += (byte & 0x7f) * unit;
    if (byte < 0x80) return [size, at];
  }
}

function misfit(): ScanError {
  return new ScanError('corrupt', 'Cannot read the pack: a delta does not fit its base');
}
