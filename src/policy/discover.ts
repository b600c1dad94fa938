import { lstatSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { assertKinds } from '../assert-kinds.ts';
import { builtInPacket } from './built-in.ts';
import type { Packet } from './packet.ts';

/** Where to look for a packet. */
export interface DiscoverOptions {
  /** The path given with `--packet`. */
  readonly flag?: string | undefined;
  /** The value of `WATERTIGHT_PACKET`; an empty one counts as none. */
  readonly env?: string | undefined;
  /** Absolute. */
  readonly cwd: string;
  /** Number of lines that may precede the front matter of a Markdown document. @default 1 */
  readonly searchLines?: number;
  /** Where to search if no packet is named. @default the file system */
  readonly files?: PacketFiles;
}

/** Files in which a packet is searched for, by absolute path. */
export interface PacketFiles {
  /** The outermost folder searched. @default the root of the git repository */
  readonly top?: string;
  /** @throws ScanError `packet-invalid` if that cannot be determined */
  has(file: string): Promise<boolean>;
  /** The packet's text. @param shown the path for messages @throws ScanError `packet-invalid` if it cannot be read */
  read(file: string, shown: string): Promise<string>;
}

/** The packet to use. */
export interface DiscoveredPacket {
  readonly packet: Packet;
  /** Its path as named or relative to the working directory, or `built-in`. */
  readonly origin: string;
  /**
   * The folder that its globs and the places of findings are relative to: the one that contains `.watertight`; for the
   * built-in packet the root of the git repository; otherwise the working directory.
   */
  readonly root: string;
}

/**
 * Finds the packet: `flag`, then `env`, then `.watertight/packet.yaml` (`.yml`, `.json`) from the working directory
 * upwards to the root of its git repository, then the built-in one. Outside a repository only the working directory is
 * searched, so that nobody else's folder decides.
 *
 * @throws ScanError `packet-invalid` for a packet that cannot be read or is invalid, `usage` for invalid options.
 */
export async function discoverPacket(options: DiscoverOptions): Promise<DiscoveredPacket> {
  assertKinds('look for a packet', options, { cwd: 'folder', flag: 'text?', env: 'text?' });
  const { flag, env, cwd, searchLines = 1, files } = options;
  const named = flag ?? (env === '' ? undefined : env);
  if (named !== undefined) {
    const { readNamed, readOfVariable } = await import('./named-packet.ts');
    const read = flag === undefined ? readOfVariable : readNamed;
    return { ...(await read(named, cwd, searchLines)), root: cwd };
  }
  const folders = await foldersUpwards(cwd, files?.top);
  const place = await packetAmong(folders, cwd, files);
  if (place === undefined) return { packet: builtInPacket(), origin: 'built-in', root: folders.at(-1) ?? cwd };
  const { file, origin, root } = place;
  // Most runs have no packet to read.
  const { readFile } = await import('./named-packet.ts');
  return { ...(await readFile(file, origin, files)), root };
}

/** The absolute path of a file that contains only the packet; undefined if the packet is built in or part of a document. */
export function packetFileOf(origin: string, cwd: string): string | undefined {
  const isFile = /\.(?:ya?ml|json)$/i.test(origin) && !origin.startsWith('watertight:');
  return isFile ? resolve(cwd, origin) : undefined;
}

type LookedFor = Pick<PacketFiles, 'has' | 'top'>;

/** Location of a packet found by searching. */
export interface PacketPlace {
  /** Absolute. */
  readonly file: string;
  /** Relative to the working directory, with `/` as separator. */
  readonly origin: string;
  readonly root: string;
}

/** The nearest packet from the working directory upwards. Throws `ScanError` `packet-invalid` if a folder has two. */
export async function findPacket(cwd: string, files: LookedFor = FILE_SYSTEM): Promise<PacketPlace | undefined> {
  return packetAmong(await foldersUpwards(cwd, files.top), cwd, files);
}

async function packetAmong(
  folders: readonly string[],
  cwd: string,
  files: LookedFor = FILE_SYSTEM,
): Promise<PacketPlace | undefined> {
  for (const root of folders) {
    const file = await packetIn(root, files);
    if (file !== undefined) return { file, origin: relative(cwd, file).split(sep).join('/'), root };
  }
  return undefined;
}

/** The file system. A dangling link counts as present: reading it then fails, instead of another packet being used silently. */
const FILE_SYSTEM: LookedFor = { has: isPacketThere };

/** File names of a packet in `.watertight`. */
export const FILE_NAMES: readonly string[] = ['packet.yaml', 'packet.yml', 'packet.json'];

async function packetIn(folder: string, files: LookedFor): Promise<string | undefined> {
  const found: string[] = [];
  for (const name of FILE_NAMES) {
    const file = join(folder, '.watertight', name);
    if (await files.has(file)) found.push(file);
  }
  if (found.length > 1 && found[0] !== undefined) {
    const { packetFailure } = await import('./problems.ts');
    throw packetFailure(found[0], 'there is another packet beside it, and only one can count');
  }
  return found[0];
}

/** The outermost folder searched for a packet: the root of the working directory's git repository, or the working directory itself. */
export async function packetHome(cwd: string): Promise<string> {
  return (await foldersUpwards(cwd)).at(-1) ?? cwd;
}

async function foldersUpwards(cwd: string, top?: string): Promise<string[]> {
  const folders: string[] = [];
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    folders.push(folder);
    if (top === undefined ? await exists(join(folder, '.git')) : folder === top) return folders;
    if (dirname(folder) === folder) return folders.slice(0, 1);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** The same for a packet: if it is unknown whether there is one, no other may be used. Throws `ScanError` `packet-invalid`. */
async function isPacketThere(file: string): Promise<boolean> {
  try {
    if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) return true;
    if (!isDangling(dirname(file))) return false;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return false;
    const [{ packetFailure }, { systemReason }] = await Promise.all([import('./problems.ts'), import('../errors.ts')]);
    throw packetFailure(file, systemReason(error), { cause: error });
  }
  const { packetFailure } = await import('./problems.ts');
  throw packetFailure(dirname(file), 'it is a broken link');
}

function isDangling(folder: string): boolean {
  const link = lstatSync(folder, { throwIfNoEntry: false });
  return link?.isSymbolicLink() === true && statSync(folder, { throwIfNoEntry: false }) === undefined;
}
