import { BrokenParts } from '../../access-cursor.ts';
import { BlockCursor, type Hdf5File } from './file.ts';

/** A message of an object's header. */
export interface Message {
  readonly type: number;
  readonly data: Buffer;
}

/** Type of a message that refers to further messages. */
const CONTINUED = 0x10;
/** Maximum number of blocks of a header, and bytes of its start. */
const [MOST_BLOCKS, HEAD] = [4096, 64] as const;
const MARK = 'OHDR';

/** How messages are stored in a header. */
interface Form {
  readonly isOld: boolean;
  /** Whether messages include their creation order. */
  readonly isOrdered: boolean;
}

interface Block {
  readonly cursor: BlockCursor;
  readonly form: Form;
}

function firstBlock(file: Hdf5File, address: number): Block {
  const head = file.block(address, Math.min(HEAD, Math.max(0, file.access.size - address)));
  if (head.bytes.toString('latin1', 0, MARK.length) !== MARK) {
    if (head.number(1) !== 1) throw new BrokenParts('corrupt', 'the header of an object is broken');
    head.take(7);
    const size = head.number(4);
    return { cursor: file.block(address + 16, size), form: { isOld: true, isOrdered: false } };
  }
  head.take(MARK.length + 1);
  const flags = head.number(1);
  head.take(((flags & 0x20) === 0 ? 0 : 16) + ((flags & 0x10) === 0 ? 0 : 4));
  const size = head.number(1 << (flags & 3));
  return { cursor: file.block(address + head.at, size), form: { isOld: false, isOrdered: (flags & 4) !== 0 } };
}

function nextBlock(file: Hdf5File, data: Buffer, { isOld }: Form): BlockCursor {
  const place = new BlockCursor(file, data);
  const [address, length] = [place.address(), place.length()];
  if (isOld) return file.block(address, length);
  const marked = file.marked(address, 'OCHK', length);
  // It ends with a checksum.
  return new BlockCursor(file, marked.bytes.subarray(0, -4), marked.at);
}

/** The messages in the header of an object (HDF5 File Format Specification, IV.A), including those of its continuation blocks. */
export function* messagesOf(file: Hdf5File, address: number): Generator<Message> {
  const { cursor, form } = firstBlock(file, address);
  const blocks = [cursor];
  const least = form.isOld ? 8 : form.isOrdered ? 6 : 4;
  for (let index = 0; index < Math.min(blocks.length, MOST_BLOCKS); index++) {
    const block = blocks[index] as BlockCursor;
    while (block.left >= least) {
      const type = block.number(form.isOld ? 2 : 1);
      const size = block.number(2);
      block.take(form.isOld ? 4 : form.isOrdered ? 3 : 1);
      const data = block.take(Math.min(size, block.left));
      file.effort.spend(64);
      if (type === CONTINUED) blocks.push(nextBlock(file, data, form));
      else yield { type, data };
    }
  }
}
