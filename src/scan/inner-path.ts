import { isCompressed } from '../view/compressed/formats.ts';

/** Steps of a view that lead to a file with a name of its own. */
const ARCHIVES: ReadonlySet<string> = new Set(['zip', 'tar', 'ar', 'cpio']);
/** Endings that say how a file was compressed. */
const ENDING = /\.(?:gz|zz|zst|bz2|xz|lz|lzma|lz4|br)$/i;

/** Whether the last step of a view leads to a file of its own: a member of an archive, or what was compressed. */
export function leadsToFile(view: readonly string[]): boolean {
  const step = view.at(-1) ?? '';
  return isCompressed(step) || memberOf(step) !== undefined;
}

/**
 * The path of the file in which a text stands, as it would be had all around it been unpacked: that of the innermost member of an archive, without the
 * ending of what compressed it. Data inside a file, such as an object of a PDF, has the file's.
 *
 * @param path with `/`
 * @param view steps that lead from the file to the text
 */
export function innerPath(path: string, view: readonly string[]): string {
  let inner = path;
  for (const step of view) {
    if (isCompressed(step)) inner = inner.replace(ENDING, '');
    else inner = memberOf(step) ?? inner;
  }
  return inner;
}

function memberOf(step: string): string | undefined {
  const colon = step.indexOf(':');
  return colon > 0 && ARCHIVES.has(step.slice(0, colon)) ? step.slice(colon + 1) : undefined;
}
