import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { notWritten, ScanError } from '../errors.ts';
import { packetToBeginWith } from '../policy/add-allowance.ts';
import { type DiscoveredPacket, packetHome } from '../policy/discover.ts';
import { isMarkdown } from '../policy/named-packet.ts';
import { readPacketFile } from '../policy/packet-file.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';
import { makeFolderOf, targetOf, writeWhole } from './output-files.ts';
import { safeText } from './safe-text.ts';

/** The text of a packet that is to be changed. */
export interface PacketText {
  /** As named, or relative to the working directory. */
  readonly file: string;
  /** Folder that its paths speak of, absolute. */
  readonly root: string;
  readonly text: string;
  /** Whether it is written for the first time. */
  readonly isNew: boolean;
}

/**
 * The packet in force as a text to change; where the built-in one is, a text to begin with, for `.watertight/packet.yaml` at the root
 * of the repository.
 *
 * @throws {ScanError} `usage` for a packet in a document's front matter
 */
export async function packetToChange(found: DiscoveredPacket, owner: string, io: CliIo): Promise<PacketText> {
  const { origin, root } = found;
  if (origin === 'built-in') {
    const home = await packetHome(io.cwd);
    const file = relative(io.cwd, join(home, '.watertight', 'packet.yaml'));
    return { file, root: home, text: await packetToBeginWith(owner, 'evidence'), isNew: true };
  }
  if (isMarkdown(origin))
    throw new ScanError('usage', `Cannot change packet ${origin}: it is in a document; add the entry by hand`);
  return { file: origin, root, text: await readPacketFile(resolve(io.cwd, origin), origin), isNew: false };
}

/**
 * Writes the changed text, whole or not at all, and only where the packet still is what was changed: of two runs at once the later
 * one would undo what the other one wrote.
 *
 * @throws {ScanError} `output-failed`
 */
export async function writePacket(before: PacketText, text: string, io: CliIo): Promise<void> {
  const { file, isNew } = before;
  if (isNew) makeFolderOf(resolve(io.cwd, file), file);
  const target = targetOf({ format: 'packet', path: file }, io.cwd);
  const lock = lockOf(target.file, file);
  try {
    if (!(await isAsBefore(before, target.file)))
      throw overtaken(file, 'it was changed meanwhile: run the command again');
    await writeWhole(target, text);
  } finally {
    rmSync(lock, { force: true });
  }
}

async function isAsBefore({ file, isNew, text }: PacketText, path: string): Promise<boolean> {
  return isNew ? !existsSync(path) : (await readPacketFile(path, file)) === text;
}

/** A file beside the packet that one run alone can make. */
function lockOf(path: string, shown: string): string {
  const lock = `${path}.lock`;
  try {
    writeFileSync(lock, '', { flag: 'wx' });
  } catch (cause) {
    const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw isThere
      ? overtaken(shown, `another run is changing it (if none is, remove ${shown}.lock)`)
      : notWritten(shown, cause);
  }
  return lock;
}

function overtaken(shown: string, why: string): ScanError {
  return new ScanError('output-failed', `Cannot change packet ${shown}: ${why}`);
}

/** Who answers for an entry, and why. */
export interface Answer {
  readonly reason: string;
  readonly owner: string;
}

/** `--reason` and `--owner`. @param what for the message @throws {ScanError} `usage` where one is missing, or holds a value */
export function answerOf(args: Arguments, what: string): Answer {
  const reason = spoken(args, 'reason');
  const owner = spoken(args, 'owner');
  if (reason === undefined || owner === undefined)
    throw new ScanError('usage', `Cannot ${what}: --reason and --owner are required, so that someone answers for it`);
  return { reason, owner };
}

/** A text for the packet. One in which a rule finds a value is refused, as the packet is evidence too. */
export function spoken(args: Arguments, flag: string): string | undefined {
  const text = args.text(flag)?.trim();
  if (text === undefined || text === '') return undefined;
  if (safeText(text) === text) return text;
  throw new ScanError('usage', `Cannot use --${flag}: it contains what looks like a secret, or unprintable characters`);
}

/** `--expires`: a day of the calendar that is not over, `YYYY-MM-DD`. */
export function lastDayOf(args: Arguments): string | undefined {
  const text = args.text('expires');
  if (text === undefined) return undefined;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  if (day === undefined || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text)
    throw new ScanError('usage', 'Cannot use --expires: it must be a date, YYYY-MM-DD');
  if (text < new Date().toISOString().slice(0, 10))
    throw new ScanError('usage', 'Cannot use --expires: the date is in the past');
  return text;
}
