import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { FolderEntry } from './folder-entries.ts';
import type { Repository } from './repository.ts';

const PACK = /^objects\/pack\/pack-[^/]*\.pack$/;
/** `PACK`, version and number of objects (gitformat-pack). */
const PACK_HEAD = 12;
/** The magic number of an index of version 2, and its version. */
const SECOND = 'ff744f6300000002';
/** A table of 256 numbers: how many ids have a first byte up to this one. */
const FANOUT = 1024;

/**
 * Names, relative to the repository's folder, of packs whose index is damaged or belongs to another pack: git silently
 * ignores them, and does not list their objects. Sorted.
 *
 * @param objects entries of the object store
 */
export function unfitPacks(
  { commonDir, idLength }: Pick<Repository, 'commonDir' | 'idLength'>,
  objects: readonly FolderEntry[],
): string[] {
  const all = new Set(objects.map(({ path }) => path));
  // A pack without an index is reported separately.
  const packs = objects.map(({ path }) => path).filter((path) => PACK.test(path) && all.has(indexOf(path)));
  return packs.filter((path) => !fits(join(commonDir, path), join(commonDir, indexOf(path)), idLength / 2)).sort();
}

function indexOf(pack: string): string {
  return pack.replace(/pack$/, 'idx');
}

/** Whether an index is well-formed and has the object count and checksum of the pack. */
function fits(pack: string, index: string, idBytes: number): boolean {
  try {
    return withFile(pack, (packFile) => withFile(index, (indexFile) => isIndexOf(packFile, indexFile, idBytes)));
  } catch {
    return false; // A file that cannot be opened or is too short does not fit.
  }
}

function isIndexOf(pack: OpenFile, index: OpenFile, idBytes: number): boolean {
  const head = pack.bytes(0, PACK_HEAD);
  const start = index.bytes(0, 8);
  const isSecond = start.toString('hex') === SECOND;
  const fanout = index.bytes(isSecond ? 8 : 0, FANOUT);
  const count = fanout.readUInt32BE(FANOUT - 4);
  const least = isSecond
    ? 8 + FANOUT + count * (idBytes + 8) + 2 * idBytes
    : FANOUT + count * (idBytes + 4) + 2 * idBytes;
  return (
    head.toString('latin1', 0, 4) === 'PACK' &&
    head.readUInt32BE(8) === count &&
    isAscending(fanout) &&
    index.size >= least &&
    pack.bytes(pack.size - idBytes, idBytes).equals(index.bytes(index.size - 2 * idBytes, idBytes))
  );
}

function isAscending(fanout: Buffer): boolean {
  for (let at = 4; at < FANOUT; at += 4) if (fanout.readUInt32BE(at) < fanout.readUInt32BE(at - 4)) return false;
  return true;
}

interface OpenFile {
  readonly size: number;
  /** @throws {RangeError} if the file has fewer */
  bytes(from: number, length: number): Buffer;
}

function withFile<T>(path: string, use: (file: OpenFile) => T): T {
  const file = openSync(path, 'r');
  try {
    const bytes = (from: number, length: number): Buffer => {
      const buffer = Buffer.alloc(length);
      if (from < 0 || readSync(file, buffer, 0, length, from) < length) throw new RangeError('The file is too short');
      return buffer;
    };
    return use({ size: fstatSync(file).size, bytes });
  } finally {
    closeSync(file);
  }
}
