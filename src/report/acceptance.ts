import { KNOWN_VALUES } from '../types.ts';
import type { ScanResult } from '../types.ts';
import { shownPath } from './names.ts';
import { clipped, visible } from './sanitize.ts';
import { NEVER_ACCEPTED } from './words.ts';

/** A name for a shell to copy. */
export function shellWord(text: string): string {
  return /^[\w./@+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The flag that names a path, for a shell to copy: what begins with a hyphen would be read as a flag of its own. */
export function pathFlag(path: string): string {
  return `--path${path.startsWith('-') ? '=' : ' '}${shellWord(path)}`;
}

/** The command that lets a part stay unread, for which somebody then answers; undefined where no packet accepts such a part. */
export function acceptCommand(skip: ScanResult['skipped'][number]): string | undefined {
  const { path, reason, object, otherObjects = [] } = skip;
  if (NEVER_ACCEPTED.has(reason) || path === KNOWN_VALUES) return undefined;
  const where =
    object === undefined
      ? pathFlag(clipped(shownPath(path), 400))
      : [object, ...otherObjects].map((id) => `--object ${visible(id)}`).join(' ');
  return `watertight allow --unread ${reason} ${where} --reason TEXT --owner NAME --expires YYYY-MM-DD`;
}
