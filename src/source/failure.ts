import { ScanError, systemReason } from '../errors.ts';
import type { Skip, SkipReason, SourceEvent } from '../types.ts';

/** The system's error code, e.g. `ENOENT`; empty for any other error. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** The skip reason for a file system failure: `vanished` for what no longer exists, otherwise `unreadable`. */
export function failureReason(error: unknown): SkipReason {
  return VANISHED.has(systemCode(error)) ? 'vanished' : 'unreadable';
}

const VANISHED: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ESTALE']);

/** Converts a failure to open or read a blob into the error that readers throw. */
export function readError(path: string, error: unknown): ScanError {
  if (error instanceof ScanError) return error;
  const [reason, state] = readFailure(error);
  return new ScanError(reason, `Cannot read ${path}: ${state}`, { cause: error });
}

/** Readers open with O_NOFOLLOW and O_NONBLOCK: ELOOP means a link, and ENXIO a socket, has replaced the listed file. */
function readFailure(error: unknown): readonly [SkipReason, string] {
  const code = systemCode(error);
  if (code === 'ELOOP') return ['changed', 'it became a link after it was listed'];
  if (code === 'ENXIO') return ['not-a-file', 'it is a socket or a device'];
  return [failureReason(error), systemReason(error)];
}

/** The skip for a file as a whole. */
export function skipOf(path: string, reason: SkipReason, detail: string, inScope: boolean): SourceEvent {
  const skip: Skip = { path, view: [], reason, detail };
  return { kind: 'skip', skip, inScope };
}

/** The skip for something that could not be read. */
export function failedSkip(path: string, error: unknown): SourceEvent {
  return skipOf(path, failureReason(error), systemReason(error), true);
}
