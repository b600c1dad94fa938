import { ScanError } from '../../errors.ts';

/** Maximum number of bytes read of git's standard error. */
const LIMIT = 64 * 1024;

/**
 * What git wrote to its standard error. It may quote names, paths and configuration lines, which are evidence: it is
 * never shown, only compared with known phrases.
 */
export class Complaints {
  readonly #parts: Buffer[] = [];
  #size = 0;

  add(part: Buffer): void {
    if (this.#size >= LIMIT) return;
    this.#parts.push(part);
    this.#size += part.length;
  }

  /** Whether git printed the phrase, in the words of its C locale. */
  mention(phrase: string): boolean {
    return Buffer.concat(this.#parts).includes(phrase);
  }
}

/** Message for a folder in which git finds no repository. */
export const NO_REPOSITORY =
  'there is no repository here (go to its folder, or name it to audit; scan reads plain folders)';

/** The meaning of git's known complaints; the first match counts. */
const MEANINGS: readonly (readonly [phrase: string, code: 'usage' | 'unreadable', state: string])[] = [
  ['not a git repository', 'usage', NO_REPOSITORY],
  [
    'dubious ownership',
    'usage',
    'it belongs to another user, and git refuses it; if you trust it: git config --global --add safe.directory <its folder>',
  ],
  ['unknown repository extension', 'usage', 'it uses an extension that the installed git does not know'],
  ['Expected git repo version', 'usage', 'its format is newer than the installed git'],
  ['unexpected line in', 'unreadable', 'its packed refs are damaged'],
  ['unterminated line in', 'unreadable', 'its packed refs are damaged'],
  ['bad config', 'unreadable', 'its configuration is damaged'],
  ['exceeded maximum include depth', 'unreadable', 'its configuration includes itself'],
  ['bad shallow line', 'unreadable', 'its file shallow is damaged'],
  ['index file', 'unreadable', 'its index is damaged'],
  ['must be run in a work tree', 'usage', 'it has no work tree'],
];

/** The error for a git that ended with a non-zero exit code. */
export function failureOf(command: string, code: number | null, complaints: Complaints): ScanError {
  const known = MEANINGS.find(([phrase]) => complaints.mention(phrase));
  if (known !== undefined) return new ScanError(known[1], `${PREFIX}${known[2]}`);
  const end = code === null ? 'was killed' : `failed with exit code ${code}`;
  return new ScanError('unreadable', `${PREFIX}git ${command} ${end}`);
}

const PREFIX = 'Cannot read the Git repository: ';

/** The state of the repository according to an error of this module. */
export function stateOfFailure({ message }: ScanError): string {
  return message.startsWith(PREFIX) ? message.slice(PREFIX.length) : message;
}

/** Whether git refused a repository because somebody else owns it. */
export function isForeign(error: unknown): boolean {
  return error instanceof ScanError && error.message.includes('it belongs to another user');
}
