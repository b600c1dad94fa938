import { inflateRawSync } from 'node:zlib';
import type { RandomAccess } from '../random-access.ts';
import { LOCAL_HEADER, LOCAL_SIGNATURE } from './walk.ts';

/** OpenDocument packages begin with this stored member (OpenDocument 1.3, part 2, 3.3). */
const MIMETYPE = 'mimetypeapplication/vnd.oasis.opendocument.';
const MANIFEST = 'META-INF/manifest.xml';
/** Longest manifest that is read. */
const LONGEST = 4 * 1024 * 1024;
const TAIL = 1024 * 1024;
const ENTRY = /<(?:[\w-]{1,40}:)?file-entry\b/;
const PATH = /full-path="([^"]*)"/;
const NONE: ReadonlySet<string> = new Set();

/** The manifest's text, found through its entry in the directory at the end of the file. */
function manifestOf(access: RandomAccess): string {
  const start = Math.max(0, access.size - TAIL);
  const tail = access.read(start, TAIL);
  const name = tail.lastIndexOf(MANIFEST);
  if (name < 46) return '';
  const entry = tail.subarray(name - 46, name);
  const [size, offset] = [entry.readUInt32LE(20), entry.readUInt32LE(42)];
  const header = access.read(offset, LOCAL_HEADER);
  if (header.length < LOCAL_HEADER || header.readUInt32LE(0) !== LOCAL_SIGNATURE || size > LONGEST) return '';
  const data = access.read(offset + LOCAL_HEADER + header.readUInt16LE(26) + header.readUInt16LE(28), size);
  try {
    return (entry.readUInt16LE(10) === 8 ? inflateRawSync(data, { maxOutputLength: LONGEST }) : data).toString('utf8');
  } catch {
    return '';
  }
}

/**
 * Names of the members that the manifest of an OpenDocument package declares as encrypted: the zip itself does not show that. A package
 * encrypted as a whole has a single such member. Empty for every other zip.
 */
export function encryptedMembers(access: RandomAccess): ReadonlySet<string> {
  const head = access.read(LOCAL_HEADER, MIMETYPE.length).toString('latin1');
  if (head !== MIMETYPE) return NONE;
  const names = new Set<string>();
  for (const entry of manifestOf(access).split(ENTRY).slice(1)) {
    if (entry.includes('encryption-data')) names.add(PATH.exec(entry)?.[1] ?? '');
  }
  return names;
}
