import { bugPlace, ScanError } from '../errors.ts';
import type { Blob, Skip } from '../types.ts';

/** Name, line and column of the source file at the end of a line of a stack. */
const PLACE = /([\w.-]{1,80}:\d+:\d+)\)?\s*$/;

/**
 * The skip of a blob whose scan ended in an error that nobody expected: one file's loss, not the run's. It tells the error's
 * class and place in the code and not its message, which may quote evidence.
 *
 * Throws the error again where it is none of the blob's: an interruption, or an expected failure of the run itself.
 */
export function lostToBug({ path, view }: Blob, error: unknown, signal: AbortSignal | undefined): Skip {
  if (error instanceof ScanError || signal?.aborted === true) throw error;
  const { name, frames } = bugPlace(error);
  const place = PLACE.exec(frames[0] ?? '')?.[1];
  const detail = `a bug in watertight, please report it: ${name}${place === undefined ? '' : ` at ${place}`}`;
  return { path, view, reason: 'internal-error', detail };
}
