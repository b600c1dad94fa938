import type { RandomAccess } from '../random-access.ts';
import { type ImageMetadata, PieceReader } from './metadata.ts';

const SCREEN = 13;
const IMAGE = 0x2c;
const IMAGE_HEAD = 10;
const EXTENSION = 0x21;
const TRAILER = 0x3b;
const GRAPHIC_CONTROL = 0xf9;
/** Reads ahead, so that a file of tiny blocks does not need a read for each. */
const CHUNK = 64 * 1024;

/** Bytes of a file at any offset, read ahead sequentially. */
class Ahead {
  readonly #access: RandomAccess;
  #chunk: Buffer = Buffer.alloc(0);
  #start = 0;

  constructor(access: RandomAccess) {
    this.#access = access;
  }

  bytes(at: number, length: number): Buffer {
    if (at < this.#start || at + length > this.#start + this.#chunk.length) {
      this.#start = at;
      this.#chunk = this.#access.read(at, Math.max(CHUNK, length));
    }
    return this.#chunk.subarray(at - this.#start, at - this.#start + length);
  }

  byte(at: number): number | undefined {
    return this.bytes(at, 1)[0];
  }
}

function colourTable(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** Skips data in sub-blocks, collecting it on request; gives its end, -1 for a truncated file. */
function subBlocks(ahead: Ahead, from: number, into: Buffer[] | undefined): number {
  let at = from;
  for (;;) {
    const length = ahead.byte(at);
    if (length === undefined) return -1;
    if (length === 0) return at + 1;
    into?.push(Buffer.from(ahead.bytes(at + 1, length)));
    at += 1 + length;
  }
}

/** Comments, plain text and application data of a GIF file (GIF89a, 24 to 26), including XMP. */
export function gifMetadata(access: RandomAccess): ImageMetadata {
  const reader = new PieceReader(access);
  const ahead = new Ahead(access);
  let at = SCREEN + colourTable(ahead.bytes(10, 1)[0] ?? 0);
  for (;;) {
    const kind = ahead.byte(at);
    if (kind === TRAILER) return reader.result(at + 1);
    let next = -1;
    if (kind === IMAGE) {
      const flags = ahead.bytes(at, IMAGE_HEAD)[IMAGE_HEAD - 1] ?? 0;
      next = subBlocks(ahead, at + IMAGE_HEAD + colourTable(flags) + 1, undefined);
    } else if (kind === EXTENSION) {
      const parts = ahead.byte(at + 1) === GRAPHIC_CONTROL ? undefined : ([] as Buffer[]);
      next = subBlocks(ahead, at + 2, parts);
      if (parts !== undefined) reader.add(Buffer.concat(parts));
    } else if (kind !== undefined) {
      // Not a block: whatever it is, it is read as data after the image.
      return reader.result(at);
    }
    if (next < 0) return reader.result(access.size);
    at = next;
  }
}
