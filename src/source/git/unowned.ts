import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What git writes where objects are (gitrepository-layout(5), gitformat-pack(5), gitformat-commit-graph(5)) and reads as objects or tables of ids.
 * Texts such as alternates and the reasons of kept packs are none of it, and packs that git does not read are told apart.
 */
const OBJECTS =
  /^objects\/(?:[0-9a-f]{2}\/(?:[0-9a-f]{38}|[0-9a-f]{62}|\.?tmp[-_].*)|pack\/(?!.*\.(?:keep|promisor)$).*|info\/commit-graph(?:s\/.*)?)$/;
/** What a ref holds: an object's id, or the name of another ref. */
const REF = /^(?:[0-9a-f]{40}|[0-9a-f]{64}|ref: refs\/[^\n]*)\s*$/;
/** The line that Git begins its packed refs with, refs, and what annotated tags lead to. */
const PACKED_REFS =
  /^(?:# pack-refs with:(?: [a-z-]+)*\s*\n)?(?:(?:[0-9a-f]{40,64} refs\/[^\n]*|\^[0-9a-f]{40,64})\n)*$/;

/** What the reader of audits keeps beside objects. */
const OWN: ReadonlySet<string> = new Set(['watertight/audit.cache', 'watertight/audit.report']);

/**
 * Files below a repository's folder that lie where objects, refs, submodules and watertight's own files are, and are none of them:
 * nobody else looks at them. Paths from that folder, with slashes, sorted. Links are named and not followed.
 */
export function unownedFiles(commonDir: string): string[] {
  const found: string[] = [];
  const add = (
    below: string,
    isOwned: (path: string) => boolean,
    isClosed?: (entries: readonly Dirent[]) => boolean,
  ): void => {
    const entries = entriesOf(join(commonDir, below));
    if (isClosed?.(entries) === true) return;
    for (const entry of entries) {
      const path = `${below}/${entry.name}`;
      if (entry.isDirectory()) add(path, isOwned, isClosed);
      else if (!entry.isFile() || !isOwned(path)) found.push(path);
    }
  };
  const holds = (path: string, form: RegExp): boolean => form.test(contentOf(join(commonDir, path)));
  add('objects', (path) => OBJECTS.test(path));
  add('refs', (path) => holds(path, REF));
  add('watertight', (path) => OWN.has(path));
  add(
    'modules',
    () => false,
    (entries) => entries.some((entry) => entry.name === 'objects' && entry.isDirectory()),
  );
  if (!holds('packed-refs', PACKED_REFS)) found.push('packed-refs');
  return found.sort();
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** As Latin-1; nothing where there is no file. */
function contentOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
