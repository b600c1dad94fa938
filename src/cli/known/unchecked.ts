import { uncheckedWords } from '../../report/unchecked.ts';
import type { KnownSummary } from '../../types.ts';
import type { CliIo } from '../io.ts';

/** Says on standard error that declared values, or sources of such, were not looked for, where a command has no notes of its own. */
export function noteUnchecked(known: KnownSummary | undefined, io: CliIo): void {
  const words = uncheckedWords(known);
  if (words !== undefined)
    io.stderr.write(`watertight: note: ${words} (watertight scan with the same flags lists them)\n`);
}
