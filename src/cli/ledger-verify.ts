import { type FileState, verifyFiles } from '../attest/verify.ts';
import { ScanError } from '../errors.ts';
import { plural } from '../report/figures.ts';
import { jsonText } from '../report/json-text.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';
import { ledgerOf, type LedgerPlace, ledgerPlace } from './ledger-of.ts';

const ELSEWHERE =
  'watertight: none of the files is here: name the folder where the scan ran (watertight ledger verify LEDGER FOLDER)\n';

type Counts = Readonly<Record<FileState['kind'], number>>;

/** Whether no file that the ledger names is where it was looked for. */
function isElsewhere({ same, changed, missing }: Counts): boolean {
  return missing > 0 && same + changed === 0;
}

/** `watertight ledger verify`: recomputes a ledger's digests and reads its files again; 1 for a change, 3 for what cannot be told. */
export async function ledgerVerifyCommand(args: Arguments, io: CliIo): Promise<number> {
  if (args.paths.length > 2)
    throw new ScanError('usage', 'Cannot verify more than one ledger: name one ledger and one folder');
  const { ledger, name } = await ledgerOf(args, io);
  const place = await ledgerPlace(args, io, args.paths[1]);
  const counts: Record<FileState['kind'], number> = {
    same: 0,
    changed: 0,
    missing: 0,
    unproven: 0,
    'left-out': 0,
  };
  const files: FileState[] = [];
  for await (const state of verifyFiles(ledger, place)) {
    counts[state.kind]++;
    if (state.kind !== 'same' && state.kind !== 'left-out') files.push(state);
  }
  if (args.isSet('json')) {
    const { merkleRoot, sha256, broken } = ledger;
    const head = {
      path: place.safeName(name),
      sha256,
      merkleRoot,
      intact: broken === undefined,
      ...(broken && { broken }),
    };
    io.stdout.write(`${jsonText({ ledger: head, counts, files: files.map((state) => safe(state, place)) })}\n`);
  } else {
    const line = (state: FileState): string =>
      `${state.kind.padEnd(9)} ${place.shown(state.path)}${'reason' in state ? ` (${place.shown(state.reason)})` : ''}\n`;
    io.stdout.write(files.map(line).join(''));
    if (ledger.broken !== undefined) io.stdout.write(`broken    ${place.shown(name)} (${ledger.broken})\n`);
    io.stdout.write(
      `${plural(counts.same, 'file')} as scanned, ${counts.changed} changed, ${counts.missing} missing, ${counts.unproven} unproven, ` +
        `${counts['left-out']} excluded from the scan; ledger ${ledger.broken === undefined ? 'unchanged' : 'changed'}, root ${ledger.merkleRoot}\n`,
    );
  }
  if (isElsewhere(counts)) io.stderr.write(ELSEWHERE);
  return exitCodeOf(counts, ledger.broken === undefined);
}

/** A ledger that was changed may name anything. */
function safe(state: FileState, { safeName }: LedgerPlace): FileState {
  const named = { ...state, path: safeName(state.path) };
  return 'reason' in named ? { ...named, reason: safeName(named.reason) } : named;
}

function exitCodeOf({ changed, missing, unproven }: Counts, intact: boolean): number {
  if (!intact || changed + missing > 0) return 1;
  return unproven > 0 ? 3 : 0;
}
