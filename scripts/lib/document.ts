import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

/** Text in the form that `prettier --check` asks for, by the file's name. */
export async function formatDocument(path: string, text: string): Promise<string> {
  return await format(text, { ...(await resolveConfig(path)), filepath: path });
}

/**
 * Writes a generated file, or, with `check`, says whether the file stands there with the same text.
 *
 * @returns the path when the file is stale under `check`.
 */
export function putDocument(root: string, path: string, text: string, check: boolean): string | undefined {
  const full = join(root, path);
  const same = existsSync(full) && readFileSync(full, 'utf8') === text;
  if (check) return same ? undefined : path;
  if (!same) writeFileSync(full, text);
  return undefined;
}

/** A cell of a Markdown table: no line breaks, no bar, no tag. */
export function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '&lt;').trim();
}
