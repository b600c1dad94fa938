import { cutName } from '../../cut-name.ts';
import { ScanError } from '../../errors.ts';
import type { Blob, ByteReader, SourceEvent } from '../../types.ts';
import { decodeName } from '../archive/tar-header.ts';
import type { Budget } from '../budget.ts';
import { chunkReader, type ChunkSource, lossOf, Meter, nameOf, nestedBlob, skipOf } from '../nested-blob.ts';
import { expandWith, type RandomAccess, restAt } from '../random-access.ts';
import { FileChunks } from './file.ts';
import { Image } from './image.ts';
import { type Inode, inodeAt, itemsOf } from './inode.ts';
import { readSuperblock, SUPERBLOCK, type Superblock } from './superblock.ts';

const LONGEST_NAME = 1024;
/** Images are padded to a multiple of this many bytes. */
const PADDING = 4096;
/** Maximum nesting of directories. */
const DEEPEST = 512;

/** A directory that is being read. */
interface Folder {
  readonly path: string;
  readonly items: ReturnType<typeof itemsOf>;
}

/** Files of an image, directory by directory. */
class Walk {
  readonly #blob: Blob;
  readonly #image: Image;
  readonly #budget: Budget;
  readonly #open: Folder[] = [];
  /**
   * Names by reference: for inodes with several names, the others are links. A directory has only one, otherwise it would contain itself.
   */
  readonly #seen: Map<number, string> = new Map();

  constructor(blob: Blob, image: Image, budget: Budget) {
    this.#blob = blob;
    this.#image = image;
    this.#budget = budget;
  }

  async *events(): AsyncGenerator<SourceEvent> {
    const { root } = this.#image.superblock;
    this.#seen.set(root, '');
    const inode = await inodeAt(this.#image, root);
    if (inode.kind !== 'folder') throw new ScanError('corrupt', 'Cannot read the image: its first folder is none');
    this.#open.push({ path: '', items: itemsOf(this.#image, inode) });
    for (let folder; (folder = this.#open.at(-1)) !== undefined;) yield* this.#step(folder);
  }

  /** Reads one name of the innermost directory; if it cannot be read, that is reported, and the walk continues with the parent. */
  async *#step(folder: Folder): AsyncGenerator<SourceEvent> {
    try {
      const next = await folder.items.next();
      if (next.done === true) this.#open.pop();
      else {
        const path = cutName(folder.path + decodeName(next.value.name), LONGEST_NAME);
        yield* this.#item(path, next.value.reference);
      }
    } catch (error) {
      this.#open.pop();
      yield skipOf(this.#blob, lossOf(error), stepOf(folder.path));
    }
  }

  async *#item(path: string, reference: number): AsyncGenerator<SourceEvent> {
    const step = stepOf(path);
    const known = this.#seen.get(reference);
    if (known !== undefined) {
      yield nameOf(this.#blob, step, known);
      return;
    }
    this.#seen.set(reference, path);
    let inode: Inode;
    try {
      inode = await inodeAt(this.#image, reference);
    } catch (error) {
      yield skipOf(this.#blob, lossOf(error), step);
      return;
    }
    if (inode.kind === 'file' && inode.size > 0) yield this.#file(step, inode, reference);
    else if (inode.kind === 'link') yield nameOf(this.#blob, step, cutName(decodeName(inode.target), LONGEST_NAME));
    else yield nameOf(this.#blob, step);
    if (inode.kind !== 'folder') return;
    if (this.#open.length >= DEEPEST)
      yield skipOf(this.#blob, { reason: 'too-deep', detail: `${DEEPEST} folders inside one another` }, step);
    else this.#open.push({ path: `${path}/`, items: itemsOf(this.#image, inode) });
  }

  #file(step: string, file: Extract<Inode, { kind: 'file' }>, reference: number): SourceEvent {
    const meter = new Meter(this.#budget);
    let isFirst = true;
    const open = (): ByteReader => {
      const source = isFirst ? new FileChunks(this.#image, file) : new Reopened(this.#image, reference);
      isFirst = false;
      return chunkReader(source, meter);
    };
    return nestedBlob(this.#blob, step, file.size, open);
  }
}

/** A file that is read a second time. */
class Reopened implements ChunkSource {
  readonly #image: Image;
  readonly #reference: number;
  #chunks: FileChunks | undefined;

  constructor(image: Image, reference: number) {
    this.#image = image;
    this.#reference = reference;
  }

  async next(): Promise<Buffer | undefined> {
    if (this.#chunks === undefined) {
      const inode = await inodeAt(this.#image, this.#reference);
      if (inode.kind !== 'file') return undefined;
      this.#chunks = new FileChunks(this.#image, inode);
    }
    return this.#chunks.next();
  }

  close(): ReturnType<ChunkSource['close']> {
    return this.#chunks?.close();
  }
}

function stepOf(path: string): string {
  return `squashfs:${path}`;
}

/** Data after an image and its padding. */
function* behind(blob: Blob, access: RandomAccess, budget: Budget, size: number): Generator<SourceEvent> {
  const padded = Math.min(access.size, Math.ceil(size / PADDING) * PADDING);
  const isFilled = access.read(size, padded - size).every((byte) => byte === 0);
  yield* restAt({ blob, access, budget }, 'squashfs', { start: isFilled ? padded : size, end: access.size });
}

/** The files of the image at the start of `access`, and its size; undefined if there is no image of version 4.0. */
export function imageIn(
  blob: Blob,
  access: RandomAccess,
  budget: Budget,
): { readonly size: number; readonly events: AsyncIterable<SourceEvent> } | undefined {
  const superblock = readSuperblock(access.read(0, SUPERBLOCK));
  return superblock && { size: superblock.size, events: imageEvents(blob, access, budget, superblock) };
}

async function* imageEvents(
  blob: Blob,
  access: RandomAccess,
  budget: Budget,
  superblock: Superblock,
): AsyncGenerator<SourceEvent> {
  try {
    yield* new Walk(blob, new Image(access, superblock, budget), budget).events();
  } catch (error) {
    yield skipOf(blob, lossOf(error));
  }
  if (superblock.size <= access.size) return;
  const detail = `${superblock.size - access.size} bytes of the image are not there`;
  yield skipOf(blob, { reason: 'truncated', detail });
}

/**
 * Gives the files of a SquashFS 4.0 image, directory by directory, and the data after it. Additional names of a file are links to the
 * first. Attributes are not read.
 */
export function expandSquashFs(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, async function* (access) {
    const image = imageIn(blob, access, budget);
    if (image === undefined) {
      const detail = 'a SquashFS image of another version than 4.0, or with a broken head: not scanned';
      yield skipOf(blob, { reason: 'unsupported-format', detail });
      return;
    }
    yield* image.events;
    yield* behind(blob, access, budget, image.size);
  });
}
