import { resolve } from 'node:path';
import { plural } from '../../report/figures.ts';
import { ScanError } from '../../errors.ts';
import type { Arguments } from '../arguments.ts';
import type { CliIo } from '../io.ts';
import { safeText } from '../safe-text.ts';
import { neededKey, openPrintFile, USUAL_FILE } from './print-file.ts';

/** `watertight known list`: the names that a file of fingerprints has, and how many windows each. */
export async function knownListCommand(args: Arguments, io: CliIo): Promise<number> {
  const { header, prints } = await opened(args, io);
  const windows = new Map<string, number>();
  for (const [, form] of prints.entries) {
    const name = prints.forms[form]?.name;
    if (name !== undefined) windows.set(name, (windows.get(name) ?? 0) + 1);
  }
  const lines = [...windows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${name}  ${plural(count, 'window')}`);
  const warning = header.warning === undefined ? [] : [`warning: it ${header.warning}`];
  io.stdout.write(
    safeText([...lines, `${plural(windows.size, 'value')}, key ${header.key}`, ...warning, ''].join('\n')),
  );
  return 0;
}

/** The file that a command names, or the usual one, opened. Throws `ScanError` `usage`. */
export async function opened(args: Arguments, io: CliIo): Promise<ReturnType<typeof openPrintFile>> {
  if (args.paths.length > 1) throw new ScanError('usage', 'Cannot read more than one fingerprint file: name one');
  const path = args.paths[0] ?? USUAL_FILE;
  const key = await neededKey(args, io);
  try {
    return openPrintFile(resolve(io.cwd, path), key);
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    throw new ScanError('usage', `Cannot open the fingerprint file: ${error.message}`, { cause: error });
  }
}
