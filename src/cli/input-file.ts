import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { decodeText } from '../decode-text.ts';
import { ScanError, systemReason } from '../errors.ts';

const LARGEST = 1024 * 1024 * 1024;

/** What writes a file of a kind, for those who have none yet. */
const WRITTEN_BY: Readonly<Record<string, string>> = {
  ledger: 'scan --ledger FILE',
  baseline: 'baseline create --out FILE',
  report: 'scan --output json=FILE',
};

/**
 * Bytes of a file that the command line names.
 *
 * @param what the file is, for messages: `ledger`, `key`
 * @throws {ScanError} `usage` where it cannot be read, is no regular file or is larger than 1 GiB
 */
export async function readInput(path: string, cwd: string, what: string): Promise<Buffer> {
  const fail = (state: string, cause?: unknown): ScanError =>
    new ScanError('usage', `Cannot read ${what} ${path}: ${state}`, { cause });
  try {
    // Without O_NONBLOCK a named pipe would hold up the run until somebody writes to it.
    const handle = await open(resolve(cwd, path), constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw fail('it is not a file');
      if (stats.size > LARGEST) throw fail('it is larger than 1 GiB');
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw error instanceof ScanError ? error : fail(`${systemReason(error)}${hintFor(what, error)}`, error);
  }
}

function hintFor(what: string, error: unknown): string {
  const maker = WRITTEN_BY[what];
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  return isMissing && maker !== undefined ? ` (watertight ${maker} writes one)` : '';
}

/** The same as text, see `decodeText()`. */
export async function readInputText(path: string, cwd: string, what: string): Promise<string> {
  const bytes = await readInput(path, cwd, what);
  try {
    return decodeText(bytes);
  } catch (cause) {
    throw new ScanError('usage', `Cannot read ${what} ${path}: it is neither UTF-8 nor UTF-16: save it as UTF-8`, {
      cause,
    });
  }
}
