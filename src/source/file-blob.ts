import { ScanError, systemReason } from '../errors.ts';
import type { Blob, ByteReader, PortableFile, Skip } from '../types.ts';
import { readError, systemCode } from './failure.ts';
import { nodeFileSystem, type FileStats, type FileSystem } from './file-system.ts';
import { textPath, type RawPath } from './raw-path.ts';

/** Maximum number of bytes read of a file without a stated size (as in /proc, where some are endless): 256 MiB. */
const UNSIZED_LIMIT = 256 * 1024 * 1024;
/** How often a read that has no data yet is retried, `RETRY_MS` apart. */
const RETRIES = 20;
const RETRY_MS = 5;
const REPLACED = 'another file was put in its place while it was read';

/**
 * A regular file. Opening it follows no link, does not block, and checks that the file opened is the one at its real
 * path. Reading stops at the size the file had when it was opened, and `close` reports any change since.
 *
 * @param path as named on the command line
 * @param real the real path of the file, without links; `blob.file` if it is UTF-8
 * @param stats `size` in bytes; 0 means unknown, because files of /proc report 0 whatever they contain
 */
export function fileBlob(
  path: string,
  real: RawPath,
  stats: Pick<FileStats, 'size'>,
  fs: FileSystem = nodeFileSystem,
): Blob {
  const file = textPath(real);
  const size = stats.size > 0 ? stats.size : undefined;
  const portable = { real, size: stats.size };
  const blob = { path, view: [], size, portable, open: (): ByteReader => openFile(path, real, fs) };
  return file === undefined ? blob : { ...blob, file };
}

/** The blob of a file that another thread listed. */
export function portedBlob(path: string, { real, size }: PortableFile): Blob {
  return fileBlob(path, real as RawPath, { size });
}

function openFile(path: string, real: RawPath, fs: FileSystem): ByteReader {
  let fd: number | undefined;
  try {
    fd = fs.open(real);
    const stats = fs.fstat(fd);
    assertListedFile({ path, real, fd, stats, fs });
    return new FileReader({ path, real, fd, stats, fs });
  } catch (error) {
    if (fd !== undefined) closeQuietly(fs, fd);
    throw readError(path, error);
  }
}

/** O_NOFOLLOW guards only the last step of a path: a folder on the way may have been replaced by a link. */
function assertListedFile({ path, real, fd, stats, fs }: OpenFile): void {
  if (stats.kind !== 'file') throw new ScanError('not-a-file', `Cannot read ${path}: it is a ${stats.kind}`);
  if (fs.pathOf(fd) === real) return;
  const now = fs.lstat(real);
  if (fs.realpath(real) !== real || now.ino !== stats.ino || now.dev !== stats.dev) {
    throw new ScanError('changed', `Cannot read ${path}: it was replaced after it was listed`);
  }
}

interface OpenFile {
  readonly path: string;
  readonly real: RawPath;
  readonly fd: number;
  /** Stats when it was opened. */
  readonly stats: FileStats;
  readonly fs: FileSystem;
}

class FileReader implements ByteReader {
  readonly #file: OpenFile;
  #limit: number;
  #unsized: boolean;
  #position = 0;
  #open = true;

  constructor(file: OpenFile) {
    this.#file = file;
    this.#unsized = file.stats.size === 0;
    this.#limit = this.#unsized ? UNSIZED_LIMIT : file.stats.size;
  }

  read(into: Uint8Array): number {
    const room = Math.min(into.length, this.#limit - this.#position);
    if (room <= 0 || !this.#open) return 0;
    const { fs, fd, path } = this.#file;
    try {
      const count = readSome(fs, fd, into.subarray(0, room));
      this.#position += count;
      if (this.#unsized && count > 0) this.#learnSize();
      return count;
    } catch (error) {
      this.#release();
      throw readError(path, error);
    }
  }

  /** A file that was empty because it is being written may have a size by now; one of /proc still reports 0. */
  #learnSize(): void {
    const { size } = this.#file.fs.fstat(this.#file.fd);
    if (size === 0) return;
    this.#unsized = false;
    this.#limit = Math.max(this.#position, size);
  }

  close(): Omit<Skip, 'path' | 'view'> | undefined {
    if (!this.#open) return undefined;
    try {
      return this.#loss();
    } catch (error) {
      return { reason: 'unreadable', detail: systemReason(error) };
    } finally {
      this.#release();
    }
  }

  #loss(): Omit<Skip, 'path' | 'view'> | undefined {
    if (this.#unsized && this.#position >= this.#limit) {
      return { reason: 'too-large', detail: `a file that names no size; bytes after ${this.#position} were not read` };
    }
    const { fs, fd, stats } = this.#file;
    const now = this.#atItsPath();
    // If the path still leads to the opened file, its stats show every change.
    const isSame = now !== undefined && now.ino === stats.ino && now.dev === stats.dev;
    const detail = changeOf(stats, isSame ? now : fs.fstat(fd)) ?? (isSame || now === undefined ? undefined : REPLACED);
    return detail === undefined ? undefined : { reason: 'changed', detail };
  }

  #atItsPath(): FileStats | undefined {
    const { fs, real } = this.#file;
    try {
      return fs.lstat(real);
    } catch {
      return undefined; // The file is gone, but was read to its end: nothing was lost.
    }
  }

  #release(): void {
    if (!this.#open) return;
    this.#open = false;
    closeQuietly(this.#file.fs, this.#file.fd);
  }
}

function changeOf(before: FileStats, after: FileStats): string | undefined {
  if (after.size > before.size) return `grew from ${before.size} to ${after.size} bytes while it was read`;
  if (after.size < before.size) return `shrank from ${before.size} to ${after.size} bytes while it was read`;
  return after.mtimeMs === before.mtimeMs ? undefined : 'was written to while it was read';
}

function readSome(fs: FileSystem, fd: number, into: Uint8Array): number {
  for (let attempt = 0; ; attempt++) {
    try {
      return fs.read(fd, into);
    } catch (error) {
      const code = systemCode(error);
      if (code !== 'EINTR' && code !== 'EAGAIN') throw error;
      if (attempt === RETRIES) throw error;
      if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}

/** Failing to close a file that was only read loses nothing. */
function closeQuietly(fs: FileSystem, fd: number): void {
  try {
    fs.close(fd);
  } catch {
    // The descriptor is closed in any case.
  }
}
