import { join, relative, resolve } from 'node:path';
import { ScanError } from '../errors.ts';
import { packetWithAllowance, type NewAllowance, withAllowance } from '../policy/add-allowance.ts';
import { packetHome } from '../policy/discover.ts';
import { isMarkdown } from '../policy/named-packet.ts';
import { isFingerprint, namesPlaceAlone } from '../fingerprint-text.ts';
import { readPacketFile } from '../policy/packet-file.ts';
import type { Surface } from '../types.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';
import { makeFolderOf, targetOf, writeWhole } from './output-files.ts';
import { packetInForce } from './packet-of.ts';
import { safeText } from './safe-text.ts';

/** `watertight allow`: adds an allowance for one finding to the packet. What was typed is never repeated: it may be the value. */
export async function allowCommand(args: Arguments, io: CliIo): Promise<number> {
  const entry = allowanceOf(args);
  const found = await packetInForce(args, io);
  const { file, text } = found.origin === 'built-in' ? await newPacket(entry, io) : await changedPacket(found.origin);
  await writeWhole(targetOf({ format: 'packet', path: file }, io.cwd), text);
  io.stdout.write(safeText(`${file}: allows ${entry.fingerprint}`) + '\n');
  if (entry.expires === undefined)
    io.stderr.write('watertight: it counts until it is taken out: --expires sets a last day\n');
  if (namesPlaceAlone(entry.fingerprint))
    io.stderr.write(
      'watertight: it names a place and not a value: another weak value there is allowed as well (see docs/packet.md)\n',
    );
  return 0;

  async function changedPacket(origin: string): Promise<{ file: string; text: string }> {
    if (isMarkdown(origin)) {
      throw new ScanError('usage', `Cannot change packet ${origin}: it stands in a document; add the entry by hand`);
    }
    const before = await readPacketFile(resolve(io.cwd, origin), origin);
    return { file: origin, text: await withAllowance(before, origin, entry) };
  }
}

async function newPacket(entry: NewAllowance, io: CliIo): Promise<{ file: string; text: string }> {
  const packet = join(await packetHome(io.cwd), '.watertight', 'packet.yaml');
  const file = relative(io.cwd, packet);
  makeFolderOf(packet, file);
  return { file, text: await packetWithAllowance(entry, 'evidence') };
}

function allowanceOf(args: Arguments): NewAllowance {
  const [fingerprint, ...others] = args.paths;
  if (fingerprint === undefined || others.length > 0 || !isFingerprint(fingerprint)) {
    throw new ScanError(
      'usage',
      'Cannot allow the finding: name one fingerprint as reports give it (k1:, h1: or c1: and 32 hex digits), never a value',
    );
  }
  const reason = spoken(args, 'reason');
  const owner = spoken(args, 'owner');
  if (reason === undefined || owner === undefined) {
    throw new ScanError(
      'usage',
      'Cannot allow the finding: --reason and --owner are needed, so that somebody answers for it',
    );
  }
  return {
    fingerprint,
    surface: args.text('surface') as Surface | undefined,
    path: spoken(args, 'path'),
    reason,
    owner,
    expires: dayOf(args),
  };
}

/** A text for the packet. One in which a rule finds a value is refused, as the packet is evidence too. */
function spoken(args: Arguments, flag: string): string | undefined {
  const text = args.text(flag)?.trim();
  if (text === undefined || text === '') return undefined;
  if (safeText(text) === text) return text;
  throw new ScanError(
    'usage',
    `Cannot use --${flag}: it holds what looks like a secret, or characters that are not shown`,
  );
}

function dayOf(args: Arguments): string | undefined {
  const text = args.text('expires');
  if (text === undefined) return undefined;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  if (day === undefined || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text)
    throw new ScanError('usage', 'Cannot use --expires: it is a day as YYYY-MM-DD');
  if (text < new Date().toISOString().slice(0, 10))
    throw new ScanError('usage', 'Cannot use --expires: the day is over');
  return text;
}
