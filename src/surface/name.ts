import { EVIDENCE_SURFACES, type Surface } from '../types.ts';
import {
  COMMON_FOLDERS,
  FILE_NAMES,
  OTHER_NAMES,
  PROSE_EXTENSIONS,
  SOURCE_EXTENSIONS,
  TOOL_FOLDERS,
  WRAPPER_EXTENSIONS,
  type NameTable,
} from './names.ts';

/** What a name indicates, and the pattern that matched. */
export interface NameHit {
  readonly surface: Surface;
  readonly reason: string;
}

interface Affix {
  readonly start: string;
  readonly end: string;
  readonly hit: NameHit;
}

/** Patterns by shape, so that a name costs only a few lookups. */
interface FileIndex {
  readonly exact: ReadonlyMap<string, NameHit>;
  /** Names that count only in a folder of a certain name. */
  readonly inFolders: ReadonlySet<string>;
  readonly suffix: ReadonlyMap<string, NameHit>;
  /** By their first character. */
  readonly affix: ReadonlyMap<string, readonly Affix[]>;
  readonly longestSuffix: number;
}

const OTHER_INDEX = indexFiles(OTHER_NAMES.map((pattern) => ['other', pattern]));
const FILE_INDEX = indexFiles(entriesOf(FILE_NAMES));
const TOOL_INDEX = indexFolders(TOOL_FOLDERS);
const COMMON_INDEX = indexFolders(COMMON_FOLDERS);
const SOURCE = new Set(SOURCE_EXTENSIONS);
const PROSE = new Set(PROSE_EXTENSIONS);
const WRAPPER = new Set(WRAPPER_EXTENSIONS);

/** Maximum length of a path and of a file name, in UTF-16 units; the rest of a longer one is ignored. */
const MAX_PATH = 4096;
const MAX_NAME = 255;

/**
 * The surface that a path's names indicate: well-known files, then folders of tools, then source code, then common
 * folders.
 *
 * @param path with `/` as separator; letter case does not matter.
 * @returns undefined if the name does not decide.
 */
export function surfaceOfName(path: string): NameHit | undefined {
  const shown = path.slice(-MAX_PATH);
  const nameAt = shown.lastIndexOf('/') + 1;
  const name = unwrap(shown.slice(nameAt).toLowerCase().slice(-MAX_NAME));
  const { parent, tool, common } = folderOf(shown.slice(0, nameAt));
  const extension = extensionOf(name);
  return (
    lookUp(OTHER_INDEX, name, parent) ??
    lookUp(FILE_INDEX, name, parent) ??
    tool ??
    (SOURCE.has(extension) ? { surface: 'other', reason: `name: *.${extension} is source code` } : undefined) ??
    common
  );
}

/** What a folder indicates about the files in it. */
interface FolderHits {
  /** With a slash at its end; empty for none. */
  readonly path: string;
  /** Its own name in lower case. */
  readonly parent: string;
  readonly tool: NameHit | undefined;
  readonly common: NameHit | undefined;
}

/** For the last folder requested: files of a folder usually come in a row. */
let lastFolder: FolderHits = { path: '', parent: '', tool: undefined, common: undefined };

function folderOf(path: string): FolderHits {
  if (lastFolder.path === path) return lastFolder;
  const folders = path.slice(0, -1).toLowerCase().split('/');
  if (path === '') folders.pop();
  const [tool, common] = [folderHit(TOOL_INDEX, folders), folderHit(COMMON_INDEX, folders)];
  return (lastFolder = { path, parent: folders.at(-1) ?? '', tool, common });
}

/** Whether a path names a prose document, in which only front matter indicates evidence. */
export function isProse(path: string): boolean {
  return PROSE.has(extensionOf(unwrap(path.slice(-MAX_NAME).toLowerCase())));
}

/** The last extension in lower case without its dot; empty for none and for a dot file. */
function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1) : '';
}

/** Removes compression, rotation and backup extensions: `app.log.2.gz` and `app.log-20260101` are `app.log`. */
function unwrap(name: string): string {
  let rest = name;
  for (let round = 0; round < 4; round++) {
    const extension = extensionOf(rest);
    const cut =
      WRAPPER.has(extension) || /^\d{1,10}(?:-\d\d-\d\d)?$/.test(extension) ? extension.length + 1 : dateEnd(rest);
    if (cut === 0 || cut >= rest.length) break;
    rest = rest.slice(0, -cut);
  }
  return rest;
}

function dateEnd(name: string): number {
  if (name.endsWith('~')) return 1;
  return /[-_.](?:\d{8}|\d{4}-\d\d-\d\d)$/.exec(name.slice(-11))?.[0].length ?? 0;
}

const [DOT, HYPHEN, UNDERSCORE] = [0x2e, 0x2d, 0x5f];

function lookUp(index: FileIndex, name: string, parent: string): NameHit | undefined {
  const exact = index.exact.get(name) ?? (index.inFolders.has(name) ? index.exact.get(`${parent}/${name}`) : undefined);
  if (exact) return exact;
  for (let at = Math.max(0, name.length - index.longestSuffix); at < name.length; at++) {
    const unit = name.charCodeAt(at);
    if (unit !== DOT && unit !== HYPHEN && unit !== UNDERSCORE) continue;
    const hit = index.suffix.get(name.slice(at));
    if (hit) return hit;
  }
  return index.affix
    .get(name[0] ?? '')
    ?.find(({ start, end }) => name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end))
    ?.hit;
}

/** The innermost folder wins: `reports/logs/x` is a log. */
function folderHit(index: ReadonlyMap<string, NameHit>, folders: readonly string[]): NameHit | undefined {
  for (let at = folders.length - 1; at >= 0; at--) {
    const hit = index.get(`${folders[at - 1]}/${folders[at]}/`) ?? index.get(`${folders[at]}/`);
    if (hit) return hit;
  }
  return undefined;
}

function entriesOf(table: NameTable): (readonly [Surface, string])[] {
  return EVIDENCE_SURFACES.flatMap((surface) => table[surface].map((pattern) => [surface, pattern] as const));
}

function indexFolders(table: NameTable): ReadonlyMap<string, NameHit> {
  return new Map(entriesOf(table).map(([surface, folder]) => [folder, { surface, reason: `name: ${folder}**` }]));
}

function indexFiles(entries: readonly (readonly [Surface, string])[]): FileIndex {
  const exact = new Map<string, NameHit>();
  const suffix = new Map<string, NameHit>();
  const affix = new Map<string, Affix[]>();
  for (const [surface, pattern] of entries) {
    const hit = { surface, reason: surface === 'other' ? `name: ${pattern} is no evidence` : `name: ${pattern}` };
    const star = pattern.indexOf('*');
    if (star < 0) exact.set(pattern, hit);
    else if (star === 0) suffix.set(pattern.slice(1), hit);
    else {
      const first = pattern[0] ?? '';
      const one = { start: pattern.slice(0, star), end: pattern.slice(star + 1), hit };
      affix.set(first, [...(affix.get(first) ?? []), one]);
    }
  }
  const longestSuffix = [...suffix.keys()].reduce((longest, { length }) => Math.max(longest, length), 0);
  const inFolders = new Set(
    [...exact.keys()].filter((key) => key.includes('/')).map((key) => key.replace(/^.*\//, '')),
  );
  return { exact, inFolders, suffix, affix, longestSuffix };
}
