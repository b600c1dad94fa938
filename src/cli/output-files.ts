import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, realpathSync, type Stats } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { notWritten, ScanError } from '../errors.ts';
import { keepAccess } from '../keep-access.ts';
import { makeFolder } from '../make-folder.ts';
import { closest } from './closest.ts';
import { assertReplaceable, isOwnKind } from './own-output.ts';
import { statsAt } from '../stats.ts';

/** A file that a result is written to, as the command line names it. */
export interface FileOutput<Format extends string> {
  /** What it is: one of `OWN_KINDS` takes the place of its own kind alone. */
  readonly format: Format;
  readonly path: string;
}

/** The same, looked up. */
export interface OutputTarget<Format extends string> {
  readonly format: Format;
  /** As typed. */
  readonly shown: string;
  /** Absolute, without links. */
  readonly file: string;
  /** A file, or nothing yet: to be written in one step. */
  readonly regular: boolean;
}

/**
 * Reads `FORMAT=FILE`.
 *
 * @throws {ScanError} `usage` for another format or none
 */
export function splitOutput<Format extends string>(text: string, formats: readonly Format[]): FileOutput<Format> {
  const at = text.indexOf('=');
  const given = text.slice(0, Math.max(0, at));
  const path = text.slice(at + 1);
  const format = formats.find((one) => one === given);
  if (at < 0 || format === undefined || path === '') {
    const near = closest(given, formats);
    const hint = near === undefined || near === given ? '' : ` (did you mean ${near}?)`;
    throw new ScanError(
      'usage',
      `Cannot use --output: it must be FORMAT=FILE, with FORMAT one of ${formats.join(', ')}${hint}`,
    );
  }
  return { format, path };
}

/**
 * Where an output goes: a link is followed, so that it stays one.
 *
 * @throws {ScanError} `usage` where nothing can be written, and where something is there that watertight has not written
 */
export function targetOf<Format extends string>(
  { format, path }: FileOutput<Format>,
  cwd: string,
): OutputTarget<Format> {
  assertFileName(path);
  const named = resolve(cwd, path);
  const stats = lookedUp(named, path);
  if (stats?.isDirectory() === true) throw new ScanError('usage', `Cannot write ${path}: is a directory`);
  const folder = dirname(named);
  if (lookedUp(folder, path)?.isDirectory() !== true) {
    throw new ScanError('usage', `Cannot write ${path}: its folder does not exist`);
  }
  if (stats?.isBlockDevice() === true) throw new ScanError('usage', `Cannot write ${path}: it is a block device`);
  const file = stats === undefined ? join(realpathSync(folder), basename(named)) : realpathSync(named);
  if (stats?.isFile() === true && isOwnKind(format)) assertReplaceable(format, file, path);
  const target = { format, shown: path, file, regular: stats === undefined || stats.isFile() };
  assertWritable(target);
  return target;
}

/**
 * Makes the folder of an output, and those above it.
 *
 * @param shown the output as typed
 * @throws {ScanError} `output-failed`
 */
export function makeFolderOf(file: string, shown: string): void {
  try {
    makeFolder(dirname(file));
  } catch (cause) {
    throw notWritten(shown, cause);
  }
}

/** A regular file is written beside its place and renamed. */
function assertWritable({ file, shown, regular }: OutputTarget<string>): void {
  try {
    accessSync(regular ? dirname(file) : file, constants.W_OK);
  } catch (cause) {
    throw notWritten(shown, cause);
  }
}

function lookedUp(path: string, shown: string): Stats | undefined {
  try {
    return statsAt(path);
  } catch (cause) {
    throw notWritten(shown, cause);
  }
}

function assertFileName(path: string): void {
  if (path === '-')
    throw new ScanError(
      'usage',
      'Cannot write -: standard output has the result, see --format (for a file named -, use ./-)',
    );
}

/** Throws `ScanError` `usage` for a file that two outputs name. */
export function checkTwice(files: readonly OutputTarget<string>[]): void {
  const regular = files.filter((file) => file.regular);
  const twice = regular.find(({ file }, index) => regular.findIndex((other) => other.file === file) < index);
  if (twice) throw new ScanError('usage', `Cannot write ${twice.shown}: two outputs name it`);
}

/**
 * Writes beside the file and renames, so that an interrupted run leaves no half report; a device or pipe is written to.
 *
 * @throws {ScanError} `output-failed`, or `usage` where something else was put there since {@link targetOf}
 */
export async function writeWhole({ format, file, shown, regular }: OutputTarget<string>, text: string): Promise<void> {
  const partial = `${file}.${randomBytes(6).toString('hex')}.partial`;
  try {
    if (!regular) return await writeFile(file, text);
    // Who may not read what was there must not read what takes its place.
    const before = statsAt(file);
    await writeFile(partial, text, { flag: 'wx', mode: before === undefined ? 0o666 : 0o600 });
    if (before !== undefined) await keepAccess(partial, before);
    if (isOwnKind(format) && existsSync(file)) assertReplaceable(format, file, shown);
    await rename(partial, file);
  } catch (cause) {
    if (regular) await rm(partial, { force: true });
    if (cause instanceof ScanError) throw cause;
    throw notWritten(shown, cause);
  }
}
