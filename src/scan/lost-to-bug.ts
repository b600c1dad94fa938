import { bugPlace, ScanError } from '../errors.ts';
import type { Blob, Skip } from '../types.ts';

/** Name, line and column of the source file at the end of a line of a stack trace. */
const PLACE = /([\w.-]{1,80}:\d+:\d+)\)?\s*$/;

/**
 * The skip for a blob whose scan ended in an unexpected error: one file is lost, not the run. It gives the error's
 * class and place in the code, but not its message, which may quote evidence. Rethrows an error that is not about the
 * blob: an interruption, or an expected failure of the run itself.
 */
export function lostToBug({ path, view }: Blob, error: unknown, signal: AbortSignal | undefined): Skip {
  if (error instanceof ScanError || signal?.aborted === true) throw error;
  const { name, frames } = bugPlace(error);
  const place = PLACE.exec(frames[0] ?? '')?.[1];
  const detail = `a bug in watertight, please report it: ${name}${place === undefined ? '' : ` at ${place}`}`;
  return { path, view, reason: 'internal-error', detail };
}
