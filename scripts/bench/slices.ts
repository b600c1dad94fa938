import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** A file below a corpus. */
export interface CorpusFile {
  /** Below the corpus, `/` as separator. */
  readonly path: string;
  readonly size: number;
}

/** The regular files below a folder, in the order of their paths. */
export function filesOf(folder: string): CorpusFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const full = join(entry.parentPath, entry.name);
      return { path: full.slice(folder.length + 1), size: statSync(full).size };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Bytes of a list of files. */
export function sizeOf(files: readonly CorpusFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** Fills `into` with whole files of `from`, chosen by a hash of their paths, until they hold `bytes`. */
export function sampleFiles(from: string, into: string, bytes: number): void {
  const files = filesOf(from).map((file) => ({ ...file, key: keyOf(file.path) }));
  let rest = bytes;
  for (const { path, size } of files.sort((a, b) => (a.key < b.key ? -1 : 1))) {
    if (rest <= 0) return;
    mkdirSync(dirname(join(into, path)), { recursive: true });
    link(join(from, path), join(into, path));
    rest -= size;
  }
}

function keyOf(path: string): string {
  return createHash('sha256').update(path).digest('hex');
}

/** Fills `into` with the head of each file of `from`, all in one proportion, cut at a line where one ends in time. */
export function sampleHeads(from: string, into: string, bytes: number): void {
  const files = filesOf(from);
  const share = Math.min(1, bytes / sizeOf(files));
  for (const { path, size } of files) {
    const head = headOf(join(from, path), Math.ceil(size * share));
    const end = head.lastIndexOf(10) + 1;
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), end > head.length - 65_536 ? head.subarray(0, end) : head);
  }
}

function headOf(file: string, size: number): Buffer {
  const head = Buffer.alloc(size);
  const fd = openSync(file, 'r');
  try {
    return head.subarray(0, readSync(fd, head, 0, size, 0));
  } finally {
    closeSync(fd);
  }
}

/** One more name of a file, or a copy where the file system has no second names. */
export function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
