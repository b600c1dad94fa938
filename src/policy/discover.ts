import { lstat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { builtInPacket } from './built-in.ts';
import { findFrontMatter } from './front-matter.ts';
import { isObject } from './json.ts';
import { loadPacket, loadParsed } from './load.ts';
import { readPacketFile } from './packet-file.ts';
import type { Packet } from './packet.ts';
import { packetFailure } from './problems.ts';
import { printablePath } from './quotation.ts';
import { parseYamlMember } from './yaml-source.ts';

/** Where to look for a packet. */
export interface DiscoverOptions {
  /** The path given with `--packet`. */
  readonly flag?: string | undefined;
  /** The value of `WATERTIGHT_PACKET`; an empty one counts as none. */
  readonly env?: string | undefined;
  /** Absolute. */
  readonly cwd: string;
  /** Lines of a Markdown document that may stand before its front matter. @default 1 */
  readonly searchLines?: number;
}

/** The packet that counts. */
export interface DiscoveredPacket {
  readonly packet: Packet;
  /** Its path as named or relative to the working directory, or `built-in`. */
  readonly origin: string;
  /** The folder that its globs speak of: the one with `.watertight` in it, else the working directory. */
  readonly root: string;
}

/** Key of a document's front matter that holds a packet or `{ packet: <path> }`. */
const FRONT_MATTER_KEY = 'watertight';

/**
 * Finds the packet: `flag`, then `env`, then `.watertight/packet.yaml` (`.yml`, `.json`) from the working directory upwards
 * to the root of its git repository, then the built-in one. Outside a repository only the working directory is looked at,
 * so that nobody else's folder decides.
 *
 * @throws ScanError `packet-invalid` for a packet that cannot be read or used.
 */
export async function discoverPacket(options: DiscoverOptions): Promise<DiscoveredPacket> {
  const { flag, env, cwd, searchLines = 1 } = options;
  const named = flag ?? (env === '' ? undefined : env);
  if (named !== undefined) return { ...(await readNamed(named, cwd, searchLines)), root: cwd };
  for (const folder of await foldersUpwards(cwd)) {
    const file = await packetIn(folder);
    if (file === undefined) continue;
    const origin = relative(cwd, file).split(sep).join('/');
    return { packet: await loadPacket(await readPacketFile(file, origin), origin), origin, root: folder };
  }
  return { packet: builtInPacket(), origin: 'built-in', root: cwd };
}

type NamedPacket = Omit<DiscoveredPacket, 'root'>;

async function readNamed(path: string, cwd: string, searchLines: number): Promise<NamedPacket> {
  const text = await readPacketFile(resolve(cwd, path), path);
  if (isMarkdown(path)) return readDocument(text, path, { cwd, searchLines });
  return { packet: await loadPacket(text, path), origin: path };
}

/** Whether a path names a document that may carry a packet in its front matter. */
export function isMarkdown(path: string): boolean {
  return /\.(?:md|mdx|markdown)$/i.test(path);
}

async function readDocument(
  text: string,
  path: string,
  options: { cwd: string; searchLines: number },
): Promise<NamedPacket> {
  const found = findFrontMatter(text, options.searchLines);
  if (found.kind === 'none') throw packetFailure(path, 'it has no front matter, which begins with --- on line 1');
  if (found.kind === 'unclosed') throw packetFailure(path, `the front matter of line ${found.line} has no closing ---`);
  const member = await parseYamlMember(found.yaml, FRONT_MATTER_KEY, { path });
  if (member.kind === 'not-a-mapping') {
    throw packetFailure(path, `front matter of ${printablePath(path)} is not a mapping (starts at line ${found.line})`);
  }
  if (member.kind === 'absent') throw packetFailure(path, `its front matter has no key '${FRONT_MATTER_KEY}'`);
  const { value } = member.source;
  if (!isObject(value) || value['packet'] === undefined) {
    return { packet: await loadParsed(member.source, path), origin: path };
  }
  if (typeof value['packet'] !== 'string' || value['packet'] === '' || Object.keys(value).length > 1) {
    throw packetFailure(path, "beside 'packet', the path of a file, nothing else may stand under 'watertight'");
  }
  return readPointed(value['packet'], path, options.cwd);
}

/** The file that a document's front matter points to, by a path relative to the document. */
async function readPointed(pointer: string, document: string, cwd: string): Promise<NamedPacket> {
  const path = join(dirname(document), pointer).split(sep).join('/');
  if (isMarkdown(path)) throw packetFailure(document, 'its front matter points to another document, not to a packet');
  return { packet: await loadPacket(await readPacketFile(resolve(cwd, path), path), path), origin: path };
}

const FILE_NAMES = ['packet.yaml', 'packet.yml', 'packet.json'];

async function packetIn(folder: string): Promise<string | undefined> {
  const found: string[] = [];
  for (const name of FILE_NAMES) {
    const file = join(folder, '.watertight', name);
    if (await exists(file)) found.push(file);
  }
  if (found.length > 1 && found[0] !== undefined) {
    throw packetFailure(found[0], 'another packet stands beside it, and only one can count');
  }
  return found[0];
}

/** The outermost folder in which a packet for the working directory is looked for: the root of its git repository, or itself. */
export async function packetHome(cwd: string): Promise<string> {
  return (await foldersUpwards(cwd)).at(-1) ?? cwd;
}

async function foldersUpwards(cwd: string): Promise<string[]> {
  const folders: string[] = [];
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    folders.push(folder);
    if (await exists(join(folder, '.git'))) return folders;
    if (dirname(folder) === folder) return folders.slice(0, 1);
  }
}

/** A link that leads nowhere exists too: reading it then says so, instead of another packet counting silently. */
async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
