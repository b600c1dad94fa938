import { lstatSync } from 'node:fs';
import { resolve } from 'node:path';
import { diffListing, diffMembers, type ListingDiff } from '../attest/diff.ts';
import { listFolder, type Listing } from '../attest/listing.ts';
import { pathKey } from '../attest/ledger-files.ts';
import { ScanError } from '../errors.ts';
import { plural } from '../report/figures.ts';
import { jsonText } from '../report/json-text.ts';
import { displayPath, nativePath, rawFromText } from '../source/raw-path.ts';
import type { Arguments } from './arguments.ts';
import { readFileList } from './file-list.ts';
import type { CliIo } from './io.ts';
import { ledgerOf, ledgerPlace, type LedgerPlace } from './ledger-of.ts';

/** `watertight ledger diff`: holds a ledger against a folder or a listing that something else made; 1 for a name without an account. */
export async function ledgerDiffCommand(args: Arguments, io: CliIo): Promise<number> {
  const [, source, ...others] = args.paths;
  if (source === undefined || others.length > 0) {
    throw new ScanError(
      'usage',
      'Cannot compare the ledger: name one folder, a file of names, or - for standard input',
    );
  }
  const { ledger, name } = await ledgerOf(args, io);
  const place = await ledgerPlace(args, io);
  const archive = args.text('in');
  const listing = await listingOf(source, io, { refuse: place.refuse, members: archive !== undefined });
  const own = pathKey(name, io.cwd);
  const names = listing.names.filter((one) => archive !== undefined || pathKey(one, io.cwd) !== own);
  const diff = archive === undefined ? diffListing(names, ledger, place) : diffMembers(names, archive, ledger, place);
  const told = { ...diff, unreadable: listing.unreadable };
  io.stdout.write(args.isSet('json') ? `${jsonText(safe(told, place))}\n` : text(told, place));
  if (ledger.broken !== undefined) {
    io.stderr.write(`watertight: the ledger was changed after it was written: ${ledger.broken}\n`);
    return 1;
  }
  if (diff.unaccounted.length > 0) return 1;
  return listing.unreadable.length > 0 ? 3 : 0;
}

async function listingOf(
  source: string,
  io: CliIo,
  options: { refuse: LedgerPlace['refuse']; members: boolean },
): Promise<Listing> {
  const path = resolve(io.cwd, source);
  if (source !== '-' && isFolder(source, io.cwd)) return listFolder(path, source, options.refuse);
  const names = (await readFileList(source, [], io)).filter((name) => options.members || !isFolder(name, io.cwd));
  return { names: names.map((name) => displayPath(rawFromText(name))), unreadable: [] };
}

/** Listings of `find` name folders too; a ledger has files. */
function isFolder(name: string, cwd: string): boolean {
  try {
    return lstatSync(nativePath(rawFromText(resolve(cwd, name)))).isDirectory();
  } catch {
    return false;
  }
}

type Told = ListingDiff & Pick<Listing, 'unreadable'>;

function safe(told: Told, { safeName }: LedgerPlace): Told {
  return {
    ...told,
    unaccounted: told.unaccounted.map(safeName),
    unlisted: told.unlisted.map(safeName),
    unreadable: told.unreadable.map(safeName),
  };
}

function text({ unaccounted, unlisted, unreadable, accounted }: Told, { shown }: LedgerPlace): string {
  const lines = (word: string, names: readonly string[]): string =>
    names.map((name) => `${word.padEnd(12)} ${shown(name)}\n`).join('');
  const { scanned, unread, leftOut } = accounted;
  return (
    lines('unaccounted', unaccounted) +
    lines('unreadable', unreadable) +
    lines('unlisted', unlisted) +
    `${plural(scanned + unread + leftOut, 'name')} accounted for (${scanned} scanned, ${unread} unread with a reason, ` +
    `${leftOut} excluded), ${unaccounted.length} not; ${unlisted.length} only in the ledger\n`
  );
}
