import { resolve } from 'node:path';
import { type FileRoot } from '../attest/blob-hash.ts';
import { type LedgerFile, readLedger } from '../attest/ledger-file.ts';
import { Detector } from '../detect/detector.ts';
import { ScanError } from '../errors.ts';
import { refusedRoots } from '../policy/targets.ts';
import { visible } from '../report/sanitize.ts';
import { SafeNames } from '../scan/names.ts';
import { planOf } from '../scan/plan.ts';
import { refusal } from '../source/refusal.ts';
import type { Arguments } from './arguments.ts';
import { declaredFinder } from './declared.ts';
import { packetInForce } from './packet-of.ts';
import { readInput } from './input-file.ts';
import type { CliIo } from './io.ts';
import { knownValues } from './known-values.ts';

/** The ledger that a command line names first. Throws `ScanError` `usage` without one, or for one that cannot be used. */
export async function ledgerOf(args: Arguments, io: CliIo): Promise<{ ledger: LedgerFile; name: string }> {
  const [name] = args.paths;
  if (name === undefined)
    throw new ScanError('usage', `Cannot run ${args.command}: name a ledger (scan --ledger FILE writes one)`);
  return { ledger: readLedger(await readInput(name, io.cwd, 'ledger'), name), name };
}

/** Where the files of a ledger are looked up, and what names are called there. */
export interface LedgerPlace extends FileRoot {
  /** A name as ledgers have it. */
  readonly safeName: (name: string) => string;
  /** A name that may be shown on a terminal. */
  readonly shown: (name: string) => string;
}

/** @param root folder that relative names start from */
export async function ledgerPlace(args: Arguments, io: CliIo, root: string = '.'): Promise<LedgerPlace> {
  const { cwd, env } = io;
  const { packet, root: packetRoot } = await packetInForce(args, io);
  const { rules } = await planOf({ paths: [], cwd, env, packet });
  // The scan knew the packet's own values, and so do its names.
  await knownValues(args, io, { packet, root: packetRoot });
  const names = new SafeNames(new Detector(rules, { known: declaredFinder() }));
  const safeName = (name: string): string => names.of(name);
  return {
    root: resolve(cwd, root),
    refuse: refusal(refusedRoots(packet, env).map((folder) => resolve(cwd, folder))),
    safeName,
    shown: (name) => visible(safeName(name)),
  };
}
