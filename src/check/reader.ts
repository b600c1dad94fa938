import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { systemReason } from '../errors.ts';
import { isInside } from '../inside.ts';

/** The result of reading a file that the packet names. */
export type ReadFile =
  | { readonly kind: 'text'; readonly text: string; readonly bytes: Uint8Array; readonly sha256: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'barred'; readonly reason: string; readonly refused: boolean };

const LARGEST = 64 * 1024 * 1024;

/** Reads files that a packet names by paths below its root. Nothing outside the root and nothing refused is ever opened. */
export class RootReader {
  readonly root: string;
  readonly #refuse: (real: string) => string | undefined;
  readonly #known: Map<string, ReadFile> = new Map();
  readonly #realRoot: string;
  /** Paths that were refused, with the reason. */
  readonly refusals: Map<string, string> = new Map();

  /** @param refuse maps a real path to the reason why it must not be opened */
  constructor(root: string, refuse: (real: string) => string | undefined) {
    this.root = root;
    this.#refuse = refuse;
    this.#realRoot = realpathSync(root);
  }

  /** The path relative to the root with `/`, or undefined if it is outside. */
  inside(path: string): string | undefined {
    const file = resolve(this.root, path);
    const below = relative(this.root, file);
    return below === '' || !isInside(this.root, file) ? undefined : below.split(sep).join('/');
  }

  /** Reads a file once, up to 64 MiB. */
  read(path: string): ReadFile {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const file = this.#read(path);
    this.#known.set(path, file);
    return file;
  }

  /** The path, as {@link inside} has it, of what a path leads to: another one where it goes through a link. */
  target(path: string): string | undefined {
    try {
      const below = relative(this.#realRoot, realpathSync(resolve(this.root, path)));
      return this.inside(below);
    } catch {
      return undefined;
    }
  }

  /** Whether the file, or a folder on the way to it below the root, is a link: then Git's history of the path is not that of the file. */
  isLinked(path: string): boolean {
    const parts = (this.inside(path) ?? '').split('/');
    return parts.some((_, index) => {
      const stats = lstatSync(join(this.root, ...parts.slice(0, index + 1)), { throwIfNoEntry: false });
      return stats?.isSymbolicLink() === true;
    });
  }

  /** Time of the last change in seconds since 1970; undefined if there is no such file. */
  changed(path: string): number | undefined {
    try {
      return statSync(join(this.root, path)).mtimeMs / 1000;
    } catch {
      return undefined;
    }
  }

  #read(path: string): ReadFile {
    const full = resolve(this.root, path);
    let real: string;
    try {
      real = realpathSync(full);
    } catch (error) {
      if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
        return { kind: 'absent' };
      return { kind: 'barred', reason: systemReason(error), refused: false };
    }
    const refusal = this.#refuse(real);
    if (refusal !== undefined) {
      this.refusals.set(path, refusal);
      return { kind: 'barred', reason: refusal, refused: true };
    }
    if (real !== this.#realRoot && !real.startsWith(this.#realRoot + sep)) {
      return { kind: 'barred', reason: 'it leads out of the packet folder', refused: false };
    }
    return readWhole(real);
  }
}

function readWhole(real: string): ReadFile {
  let fd: number | undefined;
  try {
    fd = openSync(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
    const stats = fstatSync(fd);
    if (!stats.isFile()) return { kind: 'barred', reason: 'it is not a file', refused: false };
    if (stats.size > LARGEST) return { kind: 'barred', reason: 'it is larger than 64 MiB', refused: false };
    const bytes = readFileSync(fd);
    return { kind: 'text', text: decoded(bytes), bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    return { kind: 'barred', reason: systemReason(error), refused: false };
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** UTF-16 if marked as such, otherwise UTF-8. */
export function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString('utf16le');
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}
