import { plural } from '../../report/figures.ts';
import type { KnownSummary } from '../../types.ts';
import type { CliIo } from '../io.ts';

/** Says on standard error that declared values, or sources of such, were not looked for, where a command has no notes of its own. */
export function noteUnchecked(known: KnownSummary | undefined, io: CliIo): void {
  if (known === undefined || known.notChecked === 0) return;
  const what = plural(known.notChecked, 'known value or source of such was', 'known values or sources of such were');
  io.stderr.write(`watertight: note: ${what} not looked for (watertight scan with the same flags names them)\n`);
}
