import { resolve } from 'node:path';
import { ScanError } from '../errors.ts';
import type { DeclaredSource } from '../policy/governed.ts';
import type { Packet } from '../policy/packet.ts';
import { refusedRoots } from '../policy/targets.ts';
import type { KnownFault, KnownInput } from '../scan/known.ts';
import { USUAL_NAMES } from '../source/known/sources.ts';
import { refusal } from '../source/refusal.ts';
import type { NamedValue } from '../types.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';
import { hideDeclared } from './declared.ts';
import { ownKeys, warnOfKeyFile } from './own-keys.ts';
import {
  dirSource,
  dotenvSource,
  envSource,
  fdSource,
  type NamedSource,
  nothingIn,
  nth,
  withSafeNames,
} from './known/named-source.ts';

/** A file of fingerprints. */
interface PrintFile {
  readonly path: string;
  readonly says: string;
  readonly byFlag: boolean;
  readonly keyEnv?: string | undefined;
}

/**
 * The declared values of a run: those of the packet's `known_secrets`, then those that flags name, and the project's own keys.
 * Undefined where there is none of them.
 *
 * @param root absolute folder of the packet, from which its paths start
 * @throws {ScanError} `usage` for a flag that cannot be followed; the message never repeats its argument, which may be a value
 */
export async function knownValues(
  args: Arguments,
  io: CliIo,
  { packet, root }: { readonly packet: Packet; readonly root: string },
): Promise<KnownInput | undefined> {
  const { knownRequired, knownSources } = packet.governed;
  const required = knownRequired || args.isSet('known-required');
  const flags = flagged(args, io);
  const sources = [...knownSources.flatMap((source) => declared(source, root)), ...flags.sources];
  const files = printFiles(args, io, knownSources, root);
  if (files.length === 0) refuseKey(args);
  const own = ownKeys(args, io, { root, sources: knownSources });
  warnOfKeyFile(io, root);
  const isNone = sources.length + files.length + own.length === 0 && flags.failure === undefined;
  if (isNone && !required) return undefined;
  const refuse = refusal(refusedRoots(packet, io.env).map((path) => resolve(io.cwd, path)));
  const problems: KnownFault[] = [];
  const values: NamedValue[] = [];
  const { declaredFinder } = await import('./known/declared-finder.ts');
  const hide = (prints: KnownInput['prints']): void =>
    hideDeclared(() => declaredFinder({ values, own, prints: prints ?? [], problems, required }));
  // Where one source cannot be read, the message hides what the others gave.
  hide([]);
  await load(sources, { io, refuse, first: flags.failure }, { values, problems });
  const prints = await open(files, args, io, problems);
  hide(prints);
  return { values, own, prints, problems, required };
}

/** Puts what the sources give into `values` and `problems`; the first failure that ends the run is thrown when all were read. */
async function load(
  sources: readonly NamedSource[],
  options: { readonly io: CliIo; readonly refuse: (path: string) => string | undefined; readonly first: unknown },
  { values, problems }: { readonly values: NamedValue[]; readonly problems: KnownFault[] },
): Promise<void> {
  const { loadKnown } = await import('../source/known/load.ts');
  const { io, refuse } = options;
  let { first } = options;
  for (const { source, says, byFlag } of sources) {
    try {
      const reason = 'path' in source ? refuse(source.path) : undefined;
      if (reason !== undefined) throw new ScanError('usage', reason);
      const loaded = withSafeNames(await loadKnown(source, io.env));
      values.push(...loaded.values);
      problems.push(...loaded.problems);
      const nothing = byFlag ? nothingIn(source, loaded) : undefined;
      if (nothing !== undefined) problems.push({ name: says, reason: 'no-known-values', detail: nothing });
    } catch (error) {
      first ??= fault(error, { says, byFlag }, problems);
    }
  }
  if (first !== undefined) throw first;
}

/** A key for which there is no file was meant for one that was forgotten. */
function refuseKey(args: Arguments): void {
  for (const flag of ['key-fd', 'key-env'])
    if (args.text(flag) !== undefined)
      throw new ScanError('usage', `Cannot use --${flag}: no fingerprint file is named, by --known or the packet`);
}

/** Opens files of fingerprints; one without its key is a problem of its own. */
async function open(
  files: readonly PrintFile[],
  args: Arguments,
  io: CliIo,
  problems: KnownFault[],
): Promise<NonNullable<KnownInput['prints']>> {
  if (files.length === 0) return [];
  const { assertPrintFile, openPrintFile, printKey } = await import('./known/print-file.ts');
  const prints: NonNullable<KnownInput['prints']>[number][] = [];
  for (const { path, says, byFlag, keyEnv } of files) {
    try {
      const key = await printKey(args, io, keyEnv);
      if (key.kind === 'none') {
        assertPrintFile(path);
        problems.push({ name: says, reason: 'no-key', detail: key.detail });
      } else prints.push(openPrintFile(path, key.key));
    } catch (error) {
      const failure = fault(error, { says, byFlag }, problems);
      if (failure !== undefined) throw failure;
    }
  }
  return prints;
}

/** What a flag names must be there: the failure. What a packet names is noted where it is not. */
function fault(
  error: unknown,
  { says, byFlag }: Pick<NamedSource, 'says' | 'byFlag'>,
  problems: KnownFault[],
): ScanError | undefined {
  if (!(error instanceof ScanError)) throw error;
  if (byFlag) return new ScanError('usage', `Cannot read known values of ${says}: ${error.message}`, { cause: error });
  problems.push({ name: says, detail: error.message });
  return undefined;
}

function declared(source: DeclaredSource, root: string): readonly NamedSource[] {
  switch (source.kind) {
    case 'env':
      return [{ source: { ...source, names: source.names ?? USUAL_NAMES }, says: 'the environment', byFlag: false }];
    case 'dotenv':
    case 'dir':
      return [{ source: { ...source, path: resolve(root, source.path) }, says: source.path, byFlag: false }];
    case 'fingerprints':
      return [];
  }
}

/** The sources that flags name; of those that are none the first failure, which is told when the others can hide their values. */
function flagged(args: Arguments, io: CliIo): { readonly sources: readonly NamedSource[]; readonly failure: unknown } {
  const sources: NamedSource[] = [];
  let failure: unknown;
  const all = (flag: string, make: (text: string, says: string) => NamedSource): void => {
    for (const [index, text] of args.list(flag).entries()) {
      try {
        sources.push(make(text, nth(`--${flag}`, index, text)));
      } catch (error) {
        failure ??= error;
      }
    }
  };
  const isStdinTaken = args.paths.includes('-') || args.text('files-from') === '-';
  all('known-env', (text, says) => envSource(text, says));
  all('known-dotenv', (text, says) => dotenvSource(text, says, io));
  all('known-dir', (text, says) => dirSource(text, says, io));
  all('known-fd', (text, says) => fdSource(text, says, io, isStdinTaken));
  return { sources, failure };
}

function printFiles(
  args: Arguments,
  io: CliIo,
  sources: readonly DeclaredSource[],
  root: string,
): readonly PrintFile[] {
  const named = args
    .list('known')
    .map((path, index) => ({ path: resolve(io.cwd, path), says: nth('--known', index, path), byFlag: true }));
  const own = sources.flatMap((source) =>
    source.kind === 'fingerprints'
      ? [{ path: resolve(root, source.path), says: source.path, byFlag: false, keyEnv: source.keyEnv }]
      : [],
  );
  return [...own, ...named];
}
