import { withMarks } from '../name-mark.ts';
import { KNOWN_VALUES } from '../types.ts';
import type { ScanResult } from '../types.ts';
import { clipped, visible } from './sanitize.ts';
import { NEVER_ACCEPTED } from './words.ts';

/** Longest path that a command names, in code points. */
const LONGEST_PATH = 400;

/** A name for a shell to copy. */
export function shellWord(text: string): string {
  return /^[\w./@+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * The flag that names a path, for a shell to copy: what begins with a hyphen would be read as a flag of its own. Undefined where nothing
 * of the name may be shown.
 */
export function pathFlag(path: string): string | undefined {
  const glob = globOf(path);
  return /^[*/]+$/.test(glob) ? undefined : `--path${glob.startsWith('-') ? '=' : ' '}${shellWord(glob)}`;
}

/** What a report calls a path is not always its name: a wildcard stands for what was taken out, is invisible or was left out. */
function globOf(path: string): string {
  const shown = Array.from(
    withMarks(path, () => '*'),
    (one) => (visible(one) === one ? one : '*'),
  );
  const text = clipped(shown.join('').replaceAll(/##|::/g, '*'), LONGEST_PATH).replace('…', '*');
  return text.replaceAll(/\*{2,}/g, '*');
}

/** The command that lets a part stay unread, for which somebody then answers; undefined where no packet accepts such a part. */
export function acceptCommand(skip: ScanResult['skipped'][number]): string | undefined {
  const { path, reason, object, otherObjects = [] } = skip;
  if (NEVER_ACCEPTED.has(reason) || path === KNOWN_VALUES) return undefined;
  const where =
    object === undefined ? pathFlag(path) : [object, ...otherObjects].map((id) => `--object ${visible(id)}`).join(' ');
  return where && `watertight allow --unread ${reason} ${where} --reason TEXT --owner NAME --expires YYYY-MM-DD`;
}
