import { statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ScanError, systemReason } from '../errors.ts';
import { closest } from './closest.ts';

/**
 * Reads `FORMAT=FILE`.
 *
 * @throws {ScanError} `usage` for another format or none
 */
export function splitOutput<Format extends string>(
  text: string,
  formats: readonly Format[],
): { readonly format: Format; readonly path: string } {
  const at = text.indexOf('=');
  const given = text.slice(0, Math.max(0, at));
  const path = text.slice(at + 1);
  const format = formats.find((one) => one === given);
  if (at < 0 || format === undefined || path === '') {
    const near = closest(given, formats);
    const hint = near === undefined || near === given ? '' : ` (did you mean ${near}?)`;
    throw new ScanError(
      'usage',
      `Cannot use --output: it is FORMAT=FILE with FORMAT one of ${formats.join(', ')}${hint}`,
    );
  }
  return { format, path };
}

/** Throws `ScanError` `usage` for a file whose folder does not exist. */
export function checkFolder(path: string, cwd: string): void {
  const folder = dirname(resolve(cwd, path));
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new ScanError('usage', `Cannot write ${path}: its folder does not exist`);
  }
}

/** Writes beside the file and renames, so that an interrupted run leaves no half report. */
export async function writeWhole(file: string, shown: string, text: string): Promise<void> {
  const partial = `${file}.partial`;
  try {
    await writeFile(partial, text);
    await rename(partial, file);
  } catch (cause) {
    await rm(partial, { force: true });
    throw new ScanError('output-failed', `Cannot write ${shown}: ${systemReason(cause)}`, { cause });
  }
}
