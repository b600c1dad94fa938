import { ScanError } from '../../errors.ts';

/** Bytes of git's standard error that are looked at. */
const LIMIT = 64 * 1024;

/**
 * What git wrote to its standard error. It may quote names, paths and lines of a configuration, which are evidence: nothing
 * of it is ever shown, it is only held against known phrases.
 */
export class Complaints {
  readonly #parts: Buffer[] = [];
  #size = 0;

  add(part: Buffer): void {
    if (this.#size >= LIMIT) return;
    this.#parts.push(part);
    this.#size += part.length;
  }

  /** Whether git said so, in the words of its C locale. */
  mention(phrase: string): boolean {
    return Buffer.concat(this.#parts).includes(phrase);
  }
}

/** What git's known complaints mean, first fit first. */
const MEANINGS: readonly (readonly [phrase: string, code: 'usage' | 'unreadable', state: string])[] = [
  ['not a git repository', 'usage', 'there is none here (name its folder, or a bare repository)'],
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
  ['must be run in a work tree', 'usage', 'it has no work tree'],
];

/** The error for a git that ended with another exit code than 0. */
export function failureOf(command: string, code: number | null, complaints: Complaints): ScanError {
  const known = MEANINGS.find(([phrase]) => complaints.mention(phrase));
  if (known !== undefined) return new ScanError(known[1], `Cannot read the Git repository: ${known[2]}`);
  const end = code === null ? 'was killed' : `failed with exit code ${code}`;
  return new ScanError('unreadable', `Cannot read the Git repository: git ${command} ${end}`);
}

/** Whether git refused a repository because somebody else owns it. */
export function isForeign(error: unknown): boolean {
  return error instanceof ScanError && error.message.includes('it belongs to another user');
}
