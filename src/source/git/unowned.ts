import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entriesBelow, entriesOf, type FolderEntry } from './folder-entries.ts';

/**
 * Files that git writes in the object store (gitrepository-layout(5), gitformat-pack(5), gitformat-commit-graph(5)) and
 * reads as objects or tables of ids. Texts such as alternates and the reasons of kept packs are not among them, and
 * packs that git does not read are reported separately.
 */
const OBJECTS =
  /^objects\/(?:[0-9a-f]{2}\/(?:[0-9a-f]{38}|[0-9a-f]{62}|\.?tmp[-_].*)|pack\/(?!.*\.(?:keep|promisor)$).*|info\/commit-graph(?:s\/.*)?)$/;
/** The content of a ref: an object's id, or the name of another ref. */
const REF = /^(?:[0-9a-f]{40}|[0-9a-f]{64}|ref: refs\/[^\n]*)\s*$/;
/** The first line of Git's packed refs, and lines of refs and of annotated tags' targets. */
const PACKED_HEAD = /^# pack-refs with:(?: [a-z-]+)*\s*$/;
const PACKED_REF = /^(?:[0-9a-f]{40,64} refs\/[^\n]*|\^[0-9a-f]{40,64})$/;

/** What the audit stores there itself. */
const OWN: ReadonlySet<string> = new Set(['watertight/audit.cache', 'watertight/audit.report']);

/**
 * Files in a repository's folder that are located among objects, refs, submodules and watertight's own files but are
 * none of these: nothing else scans them. A ref that git does not list, because its target is missing or its name is
 * invalid, is such a file. Paths relative to that folder, with slashes, sorted. Links are listed but not followed.
 *
 * @param objects entries of the object store
 * @param listed names of the refs that git lists @default all that look like refs
 */
export function unownedFiles(
  commonDir: string,
  objects: readonly FolderEntry[],
  listed?: ReadonlySet<string>,
): string[] {
  const isListed = (name: string): boolean => listed?.has(name) ?? true;
  const isRef = (path: string): boolean => isListed(path) && REF.test(contentOf(join(commonDir, path)));
  const found = [
    ...without(objects, (path) => OBJECTS.test(path)),
    ...without(entriesBelow(commonDir, 'refs'), isRef),
    ...without(entriesBelow(commonDir, 'watertight'), (path) => OWN.has(path)),
    ...outsideSubmodules(commonDir, 'modules'),
  ];
  if (!isPackedRefs(contentOf(join(commonDir, 'packed-refs')), isListed)) found.push('packed-refs');
  return found.sort();
}

function without(entries: readonly FolderEntry[], isOwned: (path: string) => boolean): string[] {
  return entries
    .filter(({ path, kind }) => kind === 'other' || (kind === 'file' && !isOwned(path)))
    .map(({ path }) => path);
}

/** What is next to the repositories of submodules (folders that contain objects), which are audited separately. */
function outsideSubmodules(commonDir: string, folder: string): string[] {
  const entries = entriesOf(commonDir, folder);
  if (entries.some(({ path, kind }) => kind === 'folder' && path === `${folder}/objects`)) return [];
  return entries.flatMap(({ path, kind }) => (kind === 'folder' ? outsideSubmodules(commonDir, path) : [path]));
}

/** Line by line: one pattern for all lines would need too much memory if there are many refs. */
function isPackedRefs(text: string, isListed: (name: string) => boolean): boolean {
  const lines = text.split('\n');
  if (lines.pop() !== '') return false;
  return lines.every((line, index) => {
    if (!PACKED_REF.test(line)) return index === 0 && PACKED_HEAD.test(line);
    const name = line.slice(line.indexOf(' ') + 1);
    return line.startsWith('^') || isListed(Buffer.from(name, 'latin1').toString('utf8'));
  });
}

/** As Latin-1; empty if there is no file. */
function contentOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
