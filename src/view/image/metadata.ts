import type { Span } from '../../types.ts';
import type { Loss } from '../nested-blob.ts';
import type { RandomAccess } from '../random-access.ts';

/** Text and other data in an image apart from the pixels. */
export interface ImageMetadata {
  /** Pieces of text or data, in file order. */
  readonly pieces: readonly Buffer[];
  /** End of the image; what follows belongs to another file. */
  readonly end: number;
  /** What could not be read of the metadata. A truncated file is not a loss: everything in it was read. */
  readonly loss?: Loss | undefined;
}

/** Longest piece that is read; longer ones are malicious. */
export const LONGEST_PIECE: number = 16 * 1024 * 1024;
/** Maximum size of all pieces of an image together. */
const LARGEST = 64 * 1024 * 1024;

/** Collects pieces from an image file, and keeps the first loss. */
export class PieceReader {
  readonly #access: RandomAccess;
  readonly #pieces: Buffer[] = [];
  #length = 0;
  #loss: Loss | undefined;

  constructor(access: RandomAccess) {
    this.#access = access;
  }

  /** A copy of the bytes of a piece, as far as they exist; undefined, with a loss, if there are too many. */
  read({ start, end }: Span): Buffer | undefined {
    const length = Math.min(end, this.#access.size) - start;
    if (this.#length > LARGEST) return this.lose({ reason: 'too-expanded', detail: 'metadata of too many bytes' });
    if (length > LONGEST_PIECE) return this.lose({ reason: 'too-large', detail: `metadata of ${length} bytes` });
    return Buffer.from(this.#access.read(start, length));
  }

  add(piece: Buffer | undefined): void {
    if (piece === undefined || piece.length === 0) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /** Records that the file ends before the image does. */
  cut(at: number): undefined {
    return this.lose({
      reason: 'truncated',
      detail: `the image is cut behind byte ${Math.min(at, this.#access.size)}`,
    });
  }

  lose(loss: Loss): undefined {
    this.#loss ??= loss;
    return undefined;
  }

  result(end: number): ImageMetadata {
    return { pieces: this.#pieces, end: Math.min(end, this.#access.size), loss: this.#loss };
  }
}
