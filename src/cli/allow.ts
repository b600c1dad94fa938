import { ScanError } from '../errors.ts';
import { type NewAllowance, withAllowance } from '../policy/add-allowance.ts';
import { isFingerprint, namesPlaceAlone } from '../fingerprint-text.ts';
import type { Surface } from '../types.ts';
import type { Arguments } from './arguments.ts';
import { historyFindings } from './history-findings.ts';
import type { CliIo } from './io.ts';
import { answerOf, lastDayOf, packetToChange, spoken, writePacket } from './packet-change.ts';
import { packetInForce } from './packet-of.ts';
import { safeText } from './safe-text.ts';

/** `watertight allow`: adds an allowance for one finding to the packet. What was typed is never repeated: it may be the value. */
export async function allowCommand(args: Arguments, io: CliIo): Promise<number> {
  const entry = await allowanceOf(args, io);
  const before = await packetToChange(await packetInForce(args, io), entry.owner, io);
  await writePacket(before, await withAllowance(before.text, before.file, entry), io);
  const [first = '', ...others] = entry.fingerprints;
  const more = others.length === 0 ? '' : ` and the ${others.length} of its other places`;
  io.stdout.write(safeText(`${before.file}: allows ${first}${more}`) + '\n');
  if (entry.expires === undefined)
    io.stderr.write('watertight: it counts until it is taken out: --expires sets a last day\n');
  if (namesPlaceAlone(first))
    io.stderr.write(
      'watertight: it names a place and not a value: another weak value there is allowed as well (see docs/packet.md)\n',
    );
  return 0;
}

async function allowanceOf(args: Arguments, io: CliIo): Promise<NewAllowance> {
  const [fingerprint, ...repositories] = args.paths;
  const isHistory = args.isSet('history') || args.text('report') !== undefined;
  if (fingerprint === undefined || !isFingerprint(fingerprint) || (repositories.length > 0 && !isHistory)) {
    throw new ScanError(
      'usage',
      'Cannot allow the finding: name one fingerprint as reports give it (k1:, h1: or c1: and 32 hex digits), never a value',
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
