import { dirname, join, resolve, sep } from 'node:path';
import { ScanError } from '../errors.ts';
import { EXTENDED_PACKETS, extendedPacket } from './built-in.ts';
import type { DiscoveredPacket, PacketFiles } from './discover.ts';
import { findFrontMatter } from './front-matter.ts';
import { isObject } from './json.ts';
import { loadPacket, loadParsed } from './load.ts';
import { readPacketFile } from './packet-file.ts';
import { packetFailure } from './problems.ts';
import { printablePath } from './quotation.ts';
import { parseYamlMember } from './yaml-source.ts';

/** A packet with its path as named, or as found. */
type NamedPacket = Omit<DiscoveredPacket, 'root'>;

/** Prefix of the names of packets included in watertight. */
const OWN = 'watertight:';
/** Key of a document's front matter that contains a packet or `{ packet: <path> }`. */
const FRONT_MATTER_KEY = 'watertight';

/** Reads the packet from a file that was found. @param files where it was found, if not in the file system */
export async function readFile(file: string, origin: string, files?: PacketFiles): Promise<NamedPacket> {
  const text = await (files === undefined ? readPacketFile(file, origin) : files.read(file, origin));
  return { packet: await loadPacket(text, origin), origin };
}

/**
 * Reads the packet that a path names: a file, a document with a packet in its front matter, or one included in
 * watertight (`watertight:default`).
 *
 * @throws ScanError `packet-invalid` for a packet that cannot be read or is invalid.
 */
export async function readNamed(path: string, cwd: string, searchLines: number): Promise<NamedPacket> {
  if (path === '') throw new ScanError('packet-invalid', 'Cannot use the packet: its name is empty');
  if (path.startsWith(OWN)) return ownPacket(path);
  const text = await readPacketFile(resolve(cwd, path), path);
  if (isMarkdown(path)) return readDocument(text, path, { cwd, searchLines });
  return { packet: await loadPacket(text, path), origin: path };
}

/** The same for the value of `WATERTIGHT_PACKET`: whoever sees the error may not know that it is set. Throws as `readNamed`. */
export async function readOfVariable(value: string, cwd: string, searchLines: number): Promise<NamedPacket> {
  // A whole packet, or something meant for another variable.
  if (/[\r\n]/.test(value)) {
    throw new ScanError('packet-invalid', 'Cannot use WATERTIGHT_PACKET: it must be the path of a packet, on one line');
  }
  try {
    return await readNamed(value, cwd, searchLines);
  } catch (cause) {
    if (!(cause instanceof ScanError)) throw cause;
    throw new ScanError(cause.code, `${cause.message}\n  (this packet is named by WATERTIGHT_PACKET)`, { cause });
  }
}

/** A packet included in watertight, by the name used in `extends`; a file of such a name is `./watertight:…`. */
async function ownPacket(name: string): Promise<NamedPacket> {
  const names: readonly string[] = EXTENDED_PACKETS;
  if (!names.includes(name)) throw packetFailure(name, `no built-in packet has that name, only ${names.join(' and ')}`);
  return { packet: await extendedPacket(name), origin: name === 'watertight:default' ? 'built-in' : name };
}

/** Whether a path names a document that may have a packet in its front matter. */
export function isMarkdown(path: string): boolean {
  return /\.(?:md|mdx|markdown)$/i.test(path);
}

async function readDocument(
  text: string,
  path: string,
  options: { cwd: string; searchLines: number },
): Promise<NamedPacket> {
  const found = findFrontMatter(text, options.searchLines);
  if (found.kind === 'none') throw packetFailure(path, 'it has no front matter (--- on line 1)');
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
    throw packetFailure(path, "under 'watertight', only 'packet' is allowed, the path of a file");
  }
  return readPointed(value['packet'], path, options.cwd);
}

/** The file that a document's front matter points to, by a path relative to the document. */
async function readPointed(pointer: string, document: string, cwd: string): Promise<NamedPacket> {
  const path = join(dirname(document), pointer).split(sep).join('/');
  if (isMarkdown(path)) throw packetFailure(document, 'its front matter points to another document, not to a packet');
  return { packet: await loadPacket(await readPacketFile(resolve(cwd, path), path), path), origin: path };
}
