import { relative, resolve, sep } from 'node:path';
import { decodeText } from '../decode-text.ts';
import { ScanError } from '../errors.ts';
import type { Index } from '../source/git/open-index.ts';
import { storedBytes, storedFiles } from '../source/git/stored-files.ts';
import { readInputText } from './input-file.ts';

/** Most bytes of a baseline that Git keeps: 256 MiB. */
const LARGEST = 256 * 1024 * 1024;

/** The text of a baseline as it is staged or pushed. */
export interface StoredBaseline {
  readonly text: string;
  /** What the committer must know of it: another one lies in the work tree. */
  readonly caution?: string;
}

/** Where Git has the baseline that a packet names, and what is said where it has none. */
export interface BaselinePlace {
  readonly index: Index;
  /** Absolute folder of the packet. */
  readonly root: string;
  /** An id @default the index */
  readonly commit: string | undefined;
  readonly words: {
    readonly absent: string;
    readonly differs: string;
    readonly there: string;
    readonly remedy: string;
  };
}

/**
 * Reads the baseline that a stored packet names from where that packet came: a file that no commit holds excuses nothing.
 *
 * @param path relative to the packet's folder
 * @throws {ScanError} `usage` where it is not stored as a file, is too large or not UTF-8
 */
export async function readStoredBaseline(
  path: string,
  { index, root, commit, words }: BaselinePlace,
): Promise<StoredBaseline> {
  const fail = (state: string, cause?: unknown): ScanError =>
    new ScanError('usage', `Cannot read baseline ${path}: ${state}`, { cause });
  const { repository, top } = index;
  const inside = relative(top, resolve(root, path)).split(sep).join('/');
  if (inside === '..' || inside.startsWith('../')) throw fail('it is outside the repository: name it with --baseline');
  const entry = (await storedFiles(repository, top, [inside], commit)).get(inside);
  if (entry === undefined) throw fail(`it ${words.absent}: ${words.remedy}`);
  if (entry.kind !== 'file') throw fail(`in Git it is not a file but a ${entry.kind}`);
  const text = textOf(await bytesOf(entry.id), fail);
  const present = await readInputText(path, root, 'baseline').catch(() => undefined);
  if (present === undefined || plain(present) === plain(text)) return { text };
  return { text, caution: `${path} ${words.differs} and does not count; the one ${words.there} does: ${words.remedy}` };

  async function bytesOf(id: string): Promise<Uint8Array> {
    try {
      return await storedBytes(id, repository, LARGEST);
    } catch (cause) {
      if (!(cause instanceof ScanError)) throw cause;
      throw fail(cause.code === 'too-large' ? 'it is larger than 256 MiB' : 'Git cannot read it', cause);
    }
  }
}

function textOf(bytes: Uint8Array, fail: (state: string, cause: unknown) => ScanError): string {
  try {
    return decodeText(bytes);
  } catch (cause) {
    throw fail('it is neither UTF-8 nor UTF-16: save it as UTF-8', cause);
  }
}

/** Git may write other line ends into the work tree than it stores. */
function plain(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
