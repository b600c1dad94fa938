import { randomBytes } from 'node:crypto';
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { copyFile, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isInside } from '../inside.ts';
import { keepAccess } from '../keep-access.ts';
import { makeFolder } from '../make-folder.ts';
import { notWritten, ScanError, systemReason } from '../errors.ts';
import { statsAt } from '../stats.ts';

/** The state of a file before it was read. */
export interface FileState {
  readonly file: string;
  /** Changes whenever the file is written or replaced: its inode, size and time. */
  readonly stamp: string;
}

/** The state of a file before it is read. @throws {ScanError} `vanished` if it does not exist */
export function fileState(file: string): FileState {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) throw new ScanError('vanished', 'it was deleted after it was listed');
  return { file, stamp: `${stats.dev} ${stats.ino} ${stats.size} ${stats.mtimeNs}` };
}

/** Where redacted files are written. */
export interface Target {
  /**
   * Writes one file; `name` is its path below the input, with `/` as separator. Returns the name it was written under.
   *
   * @param original the file that `bytes` were made from, if any
   */
  write(name: string, bytes: Uint8Array, original: FileState | undefined): Promise<string>;
  /** The current content of a file, until the end of the run. */
  read(name: string): Promise<Buffer>;
  /** Writes a file again; `original` is given if that has not been written yet. */
  rewrite(name: string, bytes: Uint8Array, original: FileState | undefined): Promise<void>;
  /** Renames a file if it is a copy; returns its resulting name. */
  rename(name: string, wanted: string): Promise<string>;
  /** Takes back a file. */
  withhold(name: string): Promise<void>;
  /** Publishes everything at once. */
  finish(): Promise<void>;
  /** Leaves nothing behind of a failed run. */
  discard(): Promise<void>;
}

/**
 * A copy: written to a folder next to the output and renamed at the end.
 *
 * @throws {ScanError} `usage` if the output exists already, is inside the input, or has no folder
 */
export function copyTarget(input: string, out: string, shown: string): Target {
  const isFolder = statsAt(input)?.isDirectory() ?? false;
  const place = freePlaceOf(input, out, shown, isFolder);
  const staging = join(dirname(place), `.${basename(place)}.${randomBytes(6).toString('hex')}.partial`);
  const names = new Set<string>();
  return {
    async write(name, bytes, original) {
      const free = freeName(name, names);
      const file = join(staging, free);
      await guarded(shown, async () => {
        makeFolder(dirname(file));
        // Whoever may not read the original must not read the copy; an executable stays one.
        const mode = original === undefined ? 0o666 : (await stat(original.file)).mode & 0o777;
        await writeFile(file, bytes, { flag: 'wx', mode });
      });
      return free;
    },
    read: (name) => readFile(join(staging, name)),
    rewrite: (name, bytes) => guarded(shown, () => writeFile(join(staging, name), bytes)),
    async rename(name, wanted) {
      const free = freeName(wanted, names);
      names.delete(name);
      await guarded(shown, async () => {
        makeFolder(dirname(join(staging, free)));
        await rename(join(staging, name), join(staging, free));
        await removeEmpty(dirname(name), staging);
      });
      return free;
    },
    withhold: (name) => rm(join(staging, name), { force: true }),
    finish: () =>
      guarded(shown, async () => {
        const [only] = names;
        if (isFolder) {
          makeFolder(staging);
          await rmdir(place).catch(() => undefined);
          await rename(staging, place);
        } else if (only !== undefined && statsAt(join(staging, only)) !== undefined) {
          await rename(join(staging, only), place);
        }
        await rm(staging, { recursive: true, force: true });
      }),
    discard: () => rm(staging, { recursive: true, force: true }),
  };
}

/** Removes a folder and its parents as far as they are empty: a file may have been renamed because of their names. */
async function removeEmpty(folder: string, root: string): Promise<void> {
  for (let at = folder; at !== '.'; at = dirname(at)) {
    try {
      await rmdir(join(root, at));
    } catch {
      return;
    }
  }
}

function freePlaceOf(input: string, out: string, shown: string, isFolder: boolean): string {
  try {
    return freePlace(input, out, shown, isFolder);
  } catch (cause) {
    throw cause instanceof ScanError ? cause : notWritten(shown, cause);
  }
}

function freePlace(input: string, out: string, shown: string, isFolder: boolean): string {
  const refuse = (state: string): never => {
    throw new ScanError('usage', `Cannot write ${shown}: ${state}`);
  };
  const folder = dirname(out);
  if (statsAt(folder)?.isDirectory() !== true) refuse('its folder does not exist');
  const there = statsAt(out, 'keep');
  if (there !== undefined && !(isFolder && there.isDirectory() && readdirSync(out).length === 0))
    refuse('it already exists');
  const place = join(realpathSync(folder), basename(out));
  const real = statsAt(input) === undefined ? input : realpathSync(input);
  if (isFolder && isInside(real, place)) refuse('it is in the folder being redacted');
  return place;
}

/** Two files may have the same name once values were removed from it. */
function freeName(name: string, names: Set<string>): string {
  let free = name;
  for (let number = 2; names.has(free); number++) free = `${name}.${number}`;
  names.add(free);
  return free;
}

/**
 * The files themselves: each one that changes is first copied to the backup and then replaced in one step, unless
 * somebody wrote to it since it was read.
 *
 * @throws {ScanError} `usage` if the backup exists already and is not empty, or is in the folder being redacted
 */
export function inPlaceTarget(input: string, backup: string, shown: string): Target {
  const isFolder = statsAt(input)?.isDirectory() ?? false;
  const place = freePlace(input, backup, shown, true);
  const root = isFolder ? input : dirname(input);
  const write = async (name: string, bytes: Uint8Array, original: FileState | undefined): Promise<string> => {
    if (original === undefined) throw new ScanError('usage', 'Cannot redact in place: the input is not a file');
    await guarded(shown, async () => {
      const kept = join(place, name);
      makeFolder(dirname(kept), 0o700);
      await copyFile(original.file, kept, 1);
    });
    await replace(original, bytes);
    return name;
  };
  return {
    write,
    read: (name) => readFile(join(root, name)),
    async rewrite(name, bytes, original) {
      if (original === undefined) await replace(fileState(join(root, name)), bytes);
      else await write(name, bytes, original);
    },
    rename: (name) => Promise.resolve(name),
    // The file contained the value before and is no worse now; the exit code reports it.
    withhold: () => Promise.resolve(),
    finish: () => Promise.resolve(),
    discard: () => Promise.resolve(),
  };
}

/** @throws {ScanError} `unreadable` or `changed`, so that one file that cannot or must not be replaced does not prevent the others */
async function replace({ file, stamp }: FileState, bytes: Uint8Array): Promise<void> {
  const partial = `${file}.${randomBytes(6).toString('hex')}.partial`;
  try {
    await writeFile(partial, bytes, { flag: 'wx', mode: 0o600 });
    await keepAccess(partial, await stat(file));
    // What was appended in the meantime would be lost.
    if (fileState(file).stamp !== stamp) throw new ScanError('changed', 'it changed while being redacted');
    await rename(partial, file);
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => undefined);
    if (cause instanceof ScanError) throw cause;
    throw new ScanError('unreadable', `cannot be replaced: ${systemReason(cause)}`, { cause });
  }
}

/** One file that is passed on to a stream: it is kept in memory, never on disk. */
export function memoryTarget(): Target & { readonly bytes: Buffer } {
  let kept: Buffer = Buffer.alloc(0);
  return {
    get bytes() {
      return kept;
    },
    write(name, bytes) {
      kept = Buffer.from(bytes);
      return Promise.resolve(name);
    },
    read: () => Promise.resolve(kept),
    rewrite(_, bytes) {
      kept = Buffer.from(bytes);
      return Promise.resolve();
    },
    rename: (_, wanted) => Promise.resolve(wanted),
    withhold() {
      kept = Buffer.alloc(0);
      return Promise.resolve();
    },
    finish: () => Promise.resolve(),
    discard: () => Promise.resolve(),
  };
}

async function guarded(shown: string, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (cause) {
    throw notWritten(shown, cause);
  }
}
