import { ScanError } from '../errors.ts';
import type { OutputGuard } from '../report/guard.ts';

/**
 * The error for an output that would hold a value: which one, and the first line of it that does, where one alone does.
 *
 * @param what the output, as in "the json output" or a file's name
 */
export function withheld(what: string, text: string, guard: OutputGuard): ScanError {
  const line = text.split('\n').findIndex((one) => guard.check(one)) + 1;
  const where = line === 0 ? 'it' : `its line ${line}`;
  return new ScanError(
    'would-leak',
    `Cannot write ${what}: ${where} would contain a found value, so it is withheld (check the names of files, rules and entries)`,
  );
}
