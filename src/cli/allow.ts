import { ScanError } from '../errors.ts';
import { type NewAllowance, type NewUnread, withAllowance, withUnread } from '../policy/add-allowance.ts';
import { isFingerprint, namesPlaceAlone } from '../fingerprint-text.ts';
import type { Surface } from '../types.ts';
import type { Arguments } from './arguments.ts';
import { historyFindings } from './history-findings.ts';
import type { CliIo } from './io.ts';
import { answerOf, lastDayOf, packetToChange, spoken, writePacket } from './packet-change.ts';
import { packetInForce } from './packet-of.ts';
import { safeText } from './safe-text.ts';

/**
 * `watertight allow`: adds an allowance for one finding, or for one part that stays unread, to the packet, or renews the one that is
 * there. What was typed is never repeated: it may be the value.
 */
export async function allowCommand(args: Arguments, io: CliIo): Promise<number> {
  const kind = args.text('unread');
  return kind === undefined ? allowFinding(args, io) : allowUnread(kind, args, io);
}

async function allowUnread(kind: string, args: Arguments, io: CliIo): Promise<number> {
  const entry = unreadOf(kind, args);
  const before = await packetToChange(await packetInForce(args, io), entry.owner, io);
  const { text, isRenewed } = await withUnread(before.text, before.file, entry, { renew: args.isSet('renew') });
  await writePacket(before, text, io);
  const { path, objects = [], expires } = entry;
  const parts = [
    ...(path === undefined ? [] : [path]),
    ...(objects.length === 0 ? [] : [objects.length === 1 ? '1 object' : `${objects.length} objects`]),
  ];
  io.stdout.write(
    safeText(
      `${before.file}: ${isRenewed ? 'again ' : ''}accepts ${parts.join(' and ')} as unread (${kind}) until ${expires}`,
    ) + '\n',
  );
  return 0;
}

function unreadOf(kind: string, args: Arguments): NewUnread {
  const what = 'accept a part as unread';
  const [path, objects, expires] = [spoken(args, 'path'), args.list('object'), lastDayOf(args)];
  if (args.paths.length > 0 || args.isSet('history') || args.text('surface') !== undefined)
    throw new ScanError('usage', `Cannot ${what}: use only --path or --object to name it`);
  if (path === undefined && objects.length === 0)
    throw new ScanError(
      'usage',
      `Cannot ${what}: name its file with --path, or its object from an audit with --object`,
    );
  if (expires === undefined)
    throw new ScanError('usage', `Cannot ${what}: --expires is required, so that someone reviews it`);
  return { kind, path, ...(objects.length > 0 && { objects }), ...answerOf(args, what), expires };
}

async function allowFinding(args: Arguments, io: CliIo): Promise<number> {
  const entry = await allowanceOf(args, io);
  const before = await packetToChange(await packetInForce(args, io), entry.owner, io);
  const { text, isRenewed } = await withAllowance(before.text, before.file, entry, { renew: args.isSet('renew') });
  await writePacket(before, text, io);
  const [first = '', ...others] = entry.fingerprints;
  const more = others.length === 0 ? '' : ` and ${others.length} at its other places`;
  io.stdout.write(safeText(`${before.file}: ${isRenewed ? 'again ' : ''}allows ${first}${more}`) + '\n');
  if (entry.expires === undefined) io.stderr.write('watertight: it never expires: --expires sets a last day\n');
  if (namesPlaceAlone(first))
    io.stderr.write(
      'watertight: it names a location, not a value: any weak value there is allowed (see docs/packet.md)\n',
    );
  return 0;
}

async function allowanceOf(args: Arguments, io: CliIo): Promise<NewAllowance> {
  const [fingerprint, ...repositories] = args.paths;
  const isHistory = args.isSet('history') || args.text('report') !== undefined;
  if (fingerprint === undefined || !isFingerprint(fingerprint) || (repositories.length > 0 && !isHistory)) {
    throw new ScanError(
      'usage',
      'Cannot allow the finding: give one fingerprint from a report (k1:, h1: or c1: and 32 hex digits), never a value',
    );
  }
  const answer = answerOf(args, 'allow the finding');
  const narrowed = {
    surface: args.text('surface') as Surface | undefined,
    path: spoken(args, 'path'),
    expires: lastDayOf(args),
  };
  const asked = { fingerprints: [fingerprint], repositories, what: 'allow' };
  const [found] = isHistory ? await historyFindings(asked, args, io) : [];
  return { fingerprints: found?.fingerprints ?? [fingerprint], ...narrowed, ...answer };
}
