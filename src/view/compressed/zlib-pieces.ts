import type { Transform } from 'node:stream';

/** A decompressing stream of `node:zlib`. */
export type ZlibStream = Transform & { readonly bytesWritten: number };

/** Output of one piece of compressed data. */
export interface PieceResult {
  readonly output: readonly Buffer[];
  /** Less than the piece's length if the compressed data has ended. */
  readonly consumed: number;
  readonly failed: boolean;
}

/** A zlib stream, driven piece by piece. zlib drops the output of a piece in which it finds an error. */
export class ZlibPieces {
  readonly #stream: ZlibStream;
  #output: Buffer[] = [];
  #settle: (failed: boolean) => void = () => undefined;

  constructor(stream: ZlibStream) {
    this.#stream = stream;
    this.#stream.on('data', (chunk: Buffer) => this.#output.push(chunk));
    this.#stream.on('error', () => this.#settle(true));
  }

  async run(piece: Uint8Array): Promise<PieceResult> {
    const before = this.#stream.bytesWritten;
    this.#output = [];
    const failed = await new Promise<boolean>((resolve) => {
      this.#settle = resolve;
      this.#stream.write(piece, () => resolve(false));
    });
    return { output: this.#output, consumed: this.#stream.bytesWritten - before, failed };
  }

  close(): void {
    this.#stream.destroy();
  }
}
