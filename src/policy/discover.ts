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
  /** Lines of a Markdown document that may stand before its front matter. @default 1 */
  readonly searchLines?: number;
  /** Where a packet is looked for that nobody names. @default the file system */
  readonly files?: PacketFiles;
}

/** Files among which a packet is looked for, by absolute paths. */
export interface PacketFiles {
  /** The outermost folder that is looked into. @default the root of the git repository */
  readonly top?: string;
  /** @throws ScanError `packet-invalid` where that cannot be known */
  has(file: string): Promise<boolean>;
  /** The packet's text. @param shown the path for messages @throws ScanError `packet-invalid` where it cannot be read */
  read(file: string, shown: string): Promise<string>;
}

/** The packet that counts. */
export interface DiscoveredPacket {
  readonly packet: Packet;
  /** Its path as named or relative to the working directory, or `built-in`. */
  readonly origin: string;
  /**
   * The folder that its globs speak of, and places of findings: the one with `.watertight` in it; for the built-in packet the root
   * of the git repository; else the working directory.
   */
  readonly root: string;
}

/**
 * Finds the packet: `flag`, then `env`, then `.watertight/packet.yaml` (`.yml`, `.json`) from the working directory upwards
 * to the root of its git repository, then the built-in one. Outside a repository only the working directory is looked at,
 * so that nobody else's folder decides.
 *
 * @throws ScanError `packet-invalid` for a packet that cannot be read or used, `usage` for options that are none.
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

/** The absolute path of the file that is the packet, and nothing else: none where it is built in, or a document carries it. */
export function packetFileOf(origin: string, cwd: string): string | undefined {
  const isFile = /\.(?:ya?ml|json)$/i.test(origin) && !origin.startsWith('watertight:');
  return isFile ? resolve(cwd, origin) : undefined;
}

type LookedFor = Pick<PacketFiles, 'has' | 'top'>;

/** Where a packet is that nobody names. */
export interface PacketPlace {
  /** Absolute. */
  readonly file: string;
  /** Relative to the working directory, `/` as separator. */
  readonly origin: string;
  readonly root: string;
}

/** The nearest packet from the working directory upwards. Throws `ScanError` `packet-invalid` where two stand beside each other. */
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

/** The file system. A link that leads nowhere is there too: reading it then says so, instead of another packet counting silently. */
const FILE_SYSTEM: LookedFor = { has: isPacketThere };

/** Names of a packet in `.watertight`. */
export const FILE_NAMES: readonly string[] = ['packet.yaml', 'packet.yml', 'packet.json'];

async function packetIn(folder: string, files: LookedFor): Promise<string | undefined> {
  const found: string[] = [];
  for (const name of FILE_NAMES) {
    const file = join(folder, '.watertight', name);
    if (await files.has(file)) found.push(file);
  }
  if (found.length > 1 && found[0] !== undefined) {
    const { packetFailure } = await import('./problems.ts');
    throw packetFailure(found[0], 'another packet stands beside it, and only one can count');
  }
  return found[0];
}

/** The outermost folder in which a packet for the working directory is looked for: the root of its git repository, or itself. */
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

/** The same for a packet: where nobody knows whether there is one, no other may count. Throws `ScanError` `packet-invalid`. */
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
  throw packetFailure(dirname(file), 'it is a link that leads nowhere');
}

function isDangling(folder: string): boolean {
  const link = lstatSync(folder, { throwIfNoEntry: false });
  return link?.isSymbolicLink() === true && statSync(folder, { throwIfNoEntry: false }) === undefined;
}
