import { SKIP_REASONS, type SkipReason } from './types.ts';

/** What a caller may handle: a skip reason (one blob is lost), or a code that ends a run with exit code 2. */
export type ErrorCode = SkipReason | 'usage' | 'packet-invalid' | 'rule-invalid' | 'output-failed' | 'would-leak';

/**
 * An expected failure. The message reads "Cannot <do> <what>: <state>" and contains neither a value nor a line of evidence.
 *
 * @example throw new ScanError('unreadable', 'Cannot read runs/7.log: permission denied', { cause });
 */
export class ScanError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ScanError';
    this.code = code;
  }
}

/** Why one blob is lost while the run goes on; undefined for any other error. */
export function lossReason(error: unknown): { readonly reason: SkipReason; readonly detail: string } | undefined {
  if (!(error instanceof ScanError) || !isSkipReason(error.code)) return undefined;
  return { reason: error.code, detail: stateOf(error) };
}

/** The part after "Cannot read <what>: ", because a skip states place and reason itself. */
export function stateOf({ message }: ScanError): string {
  return message.startsWith('Cannot read ') ? message.slice(message.lastIndexOf(': ') + 2) : message;
}

function isSkipReason(code: ErrorCode): code is SkipReason {
  return (SKIP_REASONS as readonly string[]).includes(code);
}

/** The system's description of a file-system failure, without the path that Node includes in its messages. */
export function systemReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return SYSTEM_REASONS[code] ?? (/^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? code : 'unknown error');
}

const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EBADF: 'not open',
  ENOENT: 'no such file',
  ENOTDIR: 'not a directory',
  EISDIR: 'is a directory',
  ELOOP: 'too many symbolic links',
  EMFILE: 'too many open files',
  EIO: 'input/output error',
  ENAMETOOLONG: 'name too long',
  EBUSY: 'busy',
  EEXIST: 'something of that name is there',
  EINVAL: 'not possible here',
  ENODEV: 'no such device',
  ENOMEM: 'out of memory',
  ENFILE: 'too many open files',
  ENOTSUP: 'not supported here',
  EOPNOTSUPP: 'not supported here',
  EPIPE: 'its reader is gone',
  EAGAIN: 'no data arrived',
  EXDEV: 'on another file system',
  ERR_INVALID_ARG_VALUE: 'no possible name',
  ENXIO: 'no such device',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'file too large',
  EROFS: 'the file system is read-only',
  ENOTEMPTY: 'is a directory that is not empty',
  ETXTBSY: 'busy',
  ESTALE: 'no longer there',
};

/** The error `output-failed` for an output, named as typed, that the system refused to write. */
export function notWritten(shown: string, cause: unknown): ScanError {
  return new ScanError('output-failed', `Cannot write ${shown}: ${systemReason(cause)}`, { cause });
}

/** An error's class and its stack without the message, which may have lines that look like frames. */
export function bugPlace(error: unknown): { readonly name: string; readonly frames: readonly string[] } {
  if (!(error instanceof Error)) return { name: 'unknown error', frames: [] };
  const { name, message, stack = '' } = error;
  const at = message === '' ? 0 : stack.indexOf(message);
  const rest = at < 0 ? '' : stack.slice(at + message.length);
  const kind = /^[A-Za-z]{1,40}$/.test(name) ? name : 'Error';
  return {
    name: 'syscall' in error ? `${kind}: ${systemReason(error)}` : kind,
    frames: rest.split('\n').filter((line) => /^\s+at /.test(line)),
  };
}
