import { BlockCursor, type Hdf5File } from './file.ts';

/** Mark of a block with many attributes or names, and number of bytes searched at a time. */
const [MARK, PIECE] = [Buffer.from('FHDB'), 1024 * 1024] as const;
/** Largest block that is read. */
const LONGEST = 16 * 1024 * 1024;
const MOST_BLOCKS = 65_536;

/** The blocks of heaps in a file, by heap: their contents are consecutive. */
export class DenseBlocks {
  readonly #file: Hdf5File;
  #blocks: Map<number, number[]> | undefined;

  constructor(file: Hdf5File) {
    this.#file = file;
  }

  /** The contents of a heap's blocks, after their headers. */
  *of(heap: number): Generator<BlockCursor> {
    const head = this.#headOf(heap);
    for (const address of this.#all().get(heap) ?? []) {
      const length = Math.min(head.largest, LONGEST, this.#file.access.size - address);
      const block = this.#file.block(address, length);
      block.take(MARK.length + 1 + this.#file.offsetSize + head.offsetBytes + (head.hasChecksum ? 4 : 0));
      yield block;
    }
  }

  #headOf(heap: number): { readonly hasChecksum: boolean; readonly offsetBytes: number; readonly largest: number } {
    const { offsetSize, lengthSize } = this.#file;
    const head = this.#file.marked(heap, 'FRHP', 24 + 12 * lengthSize + 3 * offsetSize);
    head.take(5);
    const flags = head.number(1);
    head.take(4 + 10 * lengthSize + 2 * offsetSize + 2);
    head.length();
    const largest = head.length();
    return { hasChecksum: (flags & 2) !== 0, offsetBytes: Math.ceil(head.number(2) / 8), largest };
  }

  #all(): Map<number, number[]> {
    return (this.#blocks ??= this.#find());
  }

  #find(): Map<number, number[]> {
    const found = new Map<number, number[]>();
    const { access, effort, offsetSize } = this.#file;
    let count = 0;
    for (let start = 0; start < access.size && count < MOST_BLOCKS; start += PIECE) {
      const bytes = access.read(start, PIECE + MARK.length);
      effort.spend(bytes.length);
      for (let at = bytes.indexOf(MARK); at >= 0; at = bytes.indexOf(MARK, at + 1)) {
        const heap = new BlockCursor(this.#file, Buffer.from(access.read(start + at + MARK.length + 1, offsetSize)));
        if (heap.left < offsetSize || at >= PIECE) continue;
        const address = heap.address();
        const list = found.get(address);
        if (list === undefined) found.set(address, [start + at]);
        else list.push(start + at);
        count++;
      }
    }
    return found;
  }
}
