import { isCompressed } from '../view/compressed/formats.ts';

/** View steps that lead to a file with its own name. */
const ARCHIVES: ReadonlySet<string> = new Set(['zip', 'tar', 'ar', 'cpio']);
/** File extensions of compressed files. */
const ENDING = /\.(?:gz|zz|zst|bz2|xz|lz|lzma|lz4|br)$/i;

/** Whether the last step of a view leads to a separate file: a member of an archive, or compressed content. */
export function leadsToFile(view: readonly string[]): boolean {
  const step = view.at(-1) ?? '';
  return isCompressed(step) || memberOf(step) !== undefined;
}

/**
 * The path of the file that contains a text, as if everything around it had been unpacked: that of the innermost
 * archive member, without the extension of its compression. Data inside a file, such as an object of a PDF, has the
 * path of that file.
 *
 * @param path with `/` as separator
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
