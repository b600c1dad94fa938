import { relative, sep } from 'node:path';
import { ScanError } from '../errors.ts';
import { type DiscoveredPacket, discoverPacket, FILE_NAMES, findPacket, type PacketFiles } from '../policy/discover.ts';
import { MAX_PACKET_BYTES, packetText, readPacketFile } from '../policy/packet-file.ts';
import { packetFailure } from '../policy/problems.ts';
import type { Index } from '../source/git/open-index.ts';
import { typesOf } from '../source/git/peel.ts';
import { isNotesRef, type PushedRef } from '../source/git/pushed.ts';
import type { Repository } from '../source/git/repository.ts';
import { storedBytes, type StoredFile, storedFiles } from '../source/git/stored-files.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';
import { readStoredBaseline, type StoredBaseline } from './stored-baseline.ts';
import { isPacketNamed, packetInForce } from './packet-of.ts';

/** The packet that governs what is about to be committed or pushed. */
export interface StoredPacket extends DiscoveredPacket {
  /** What the committer must know of it: another one lies in the work tree. */
  readonly caution?: string;
  /** Text of the baseline that it names, as it is staged or pushed itself. Throws `ScanError` `usage`. */
  readonly storedBaseline?: (path: string) => Promise<StoredBaseline>;
}

/**
 * The packet of the next commit: as the index has it, because a file that no commit holds governs none. One that the command
 * line or the environment names counts before it.
 *
 * @throws {ScanError} `packet-invalid` as `discoverPacket`, and for a link, a submodule or a conflict in its place
 */
export async function stagedPacket(args: Arguments, io: CliIo, index: Index): Promise<StoredPacket> {
  if (isPacketNamed(args, io)) return packetInForce(args, io);
  return governing(index, index.cwd, undefined, {
    absent: 'is not staged',
    differs: 'differs from its staged version',
    there: 'staged',
    remedy: 'git add it',
  });
}

/**
 * The packet of a push: that of the commits at the ends of the refs. Where these differ, as with tags of old releases, it is
 * that of the commit that is checked out: a run has one packet.
 *
 * @throws {ScanError} as `stagedPacket`
 */
export async function pushedPacket(
  args: Arguments,
  io: CliIo,
  index: Index,
  refs: readonly PushedRef[],
): Promise<StoredPacket> {
  if (isPacketNamed(args, io)) return packetInForce(args, io);
  const commit = await governingCommit(refs, index.repository);
  return governing(index, index.top, commit, {
    absent: 'is not in the pushed commit',
    differs: 'differs from its version in the pushed commit',
    there: 'pushed',
    remedy: 'commit it',
  });
}

/** What is said of a packet of the work tree that does not count. */
interface Words {
  readonly absent: string;
  readonly differs: string;
  readonly there: string;
  readonly remedy: string;
}

/** @param commit an id @default the index */
async function governing(index: Index, cwd: string, commit: string | undefined, words: Words): Promise<StoredPacket> {
  const files = await packetFiles(index.repository, index.top, cwd, commit);
  const packet = await discoverPacket({ cwd, files });
  const place = { index, root: packet.root, commit, words };
  const found = { ...packet, storedBaseline: (path: string) => readStoredBaseline(path, place) };
  const state = await stateInWorkTree(cwd, files);
  if (state === undefined) return found;
  const counts = found.origin === 'built-in' ? 'the built-in packet does' : `the one ${words.there} does`;
  const caution = `${state.origin} ${words[state.kind]} and does not count; ${counts}: ${words.remedy}, or name it (--packet, WATERTIGHT_PACKET)`;
  return { ...found, caution };
}

/** The commit whose packet counts for a push; undefined in a repository without a commit. */
async function governingCommit(refs: readonly PushedRef[], repository: Repository): Promise<string | undefined> {
  const ends = refs.filter((ref) => !isNotesRef(ref) && !/^0+$/.test(ref.localId)).map(({ localId }) => localId);
  const answers = await typesOf(
    [...ends, 'HEAD'].map((name) => `${name}^{commit}`),
    repository,
  );
  const head = answers.pop();
  const commits = answers.filter(({ type }) => type !== undefined).map(({ id }) => id);
  const packets = await typesOf(
    commits.flatMap((id) => FILE_NAMES.map((name) => `${id}:${FOLDER}/${name}`)),
    repository,
  );
  const ids = packets.map(({ id, type }) => (type === undefined ? '' : id));
  const kinds = new Set(commits.map((_, n) => ids.slice(n * FILE_NAMES.length, (n + 1) * FILE_NAMES.length).join()));
  if (kinds.size === 1) return commits[0];
  return head?.type === undefined ? undefined : head.id;
}

/** Packets of the index or of a commit, in the folders from `cwd` up to the top. */
async function packetFiles(
  repository: Repository,
  top: string,
  cwd: string,
  commit: string | undefined,
): Promise<PacketFiles> {
  const inside = (file: string): string => relative(top, file).split(sep).join('/');
  const steps = inside(cwd)
    .split('/')
    .filter((step) => step !== '');
  const folders = [...steps, ''].map((_, length) => [...steps.slice(0, length), FOLDER].join('/'));
  const stored = await storedFiles(repository, top, folders, commit);
  const entryOf = (file: string): StoredFile | undefined => {
    const path = inside(file);
    return stored.get(path) ?? stored.get(path.slice(0, path.lastIndexOf('/')));
  };
  return {
    top,
    has: (file) => Promise.resolve(entryOf(file) !== undefined),
    read: async (file, shown) => {
      const entry = entryOf(file);
      if (entry?.kind !== 'file') throw packetFailure(shown, `${NO_FILE[entry?.kind ?? 'conflict']}: name one with -p`);
      return packetText(await bytesOf(entry.id, repository, shown), shown);
    },
  };
}

const FOLDER = '.watertight';

const NO_FILE: Readonly<Record<Exclude<StoredFile['kind'], 'file'>, string>> = {
  symlink: 'in Git it is a link, which is not followed',
  submodule: 'in Git it is in a submodule, which is not opened',
  conflict: 'it is in conflict, with no staged version',
};

async function bytesOf(id: string, repository: Repository, shown: string): Promise<Uint8Array> {
  try {
    return await storedBytes(id, repository, MAX_PACKET_BYTES);
  } catch (cause) {
    if (!(cause instanceof ScanError)) throw cause;
    const reason = cause.code === 'too-large' ? 'it is larger than 1 MiB' : 'Git cannot read it';
    throw packetFailure(shown, reason, { cause });
  }
}

/** Whether the work tree has another packet than the one that counts. */
async function stateInWorkTree(
  cwd: string,
  files: PacketFiles,
): Promise<{ readonly kind: 'absent' | 'differs'; readonly origin: string } | undefined> {
  // One that cannot be read does not count, whatever it says.
  const place = await findPacket(cwd).catch(() => undefined);
  if (place === undefined) return undefined;
  const { file, origin } = place;
  if (!(await files.has(file))) return { kind: 'absent', origin };
  const texts = await Promise.all([files.read(file, origin), readPacketFile(file, origin).catch(() => '')]);
  const [stored, present] = texts.map((text) => text.replaceAll('\r\n', '\n'));
  return stored === present ? undefined : { kind: 'differs', origin };
}
