import { fstatSync } from 'node:fs';
import { resolve } from 'node:path';
import { ScanError } from '../errors.ts';
import type { DeclaredSource } from '../policy/governed.ts';
import type { Packet } from '../policy/packet.ts';
import { refusedRoots } from '../policy/targets.ts';
import type { KnownInput } from '../scan/known.ts';
import { type KnownSource, USUAL_NAMES } from '../source/known/sources.ts';
import { refusal } from '../source/refusal.ts';
import type { NamedValue } from '../types.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';

/** A source, how to speak of it without what stands on the command line, and whether it was named there. */
interface Named {
  readonly source: KnownSource;
  readonly says: string;
  readonly byFlag: boolean;
}

/** The word for the customary names of variables. */
const USUAL = 'usual';

/**
 * The declared values of a run: those of the packet's `known_secrets`, then those that flags name. Undefined where neither
 * speaks of any.
 *
 * @param root absolute folder of the packet, from which its paths start
 * @throws {ScanError} `usage` for a flag that cannot be followed; the message never repeats its argument, which may be a value
 */
export async function knownValues(
  args: Arguments,
  io: CliIo,
  { packet, root }: { readonly packet: Packet; readonly root: string },
): Promise<KnownInput | undefined> {
  const { knownRequired: required, knownSources } = packet.governed;
  const named = [...knownSources.flatMap((source) => declared(source, root)), ...flagged(args, io)];
  if (named.length === 0 && !required) return undefined;
  const { loadKnown } = await import('../source/known/load.ts');
  const refuse = refusal(refusedRoots(packet, io.env).map((path) => resolve(io.cwd, path)));
  const values: NamedValue[] = [];
  const problems: { name: string; detail: string }[] = [];
  for (const { source, says, byFlag } of named) {
    try {
      const reason = 'path' in source ? refuse(source.path) : undefined;
      if (reason !== undefined) throw new ScanError('usage', reason);
      const load = await loadKnown(source, io.env);
      values.push(...load.values);
      problems.push(...load.problems);
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      if (byFlag)
        throw new ScanError('usage', `Cannot read known values of ${says}: ${error.message}`, { cause: error });
      problems.push({ name: says, detail: error.message });
    }
  }
  return { values, problems, required };
}

function declared(source: DeclaredSource, root: string): readonly Named[] {
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

function flagged(args: Arguments, io: CliIo): readonly Named[] {
  const globs = args.list('known-env');
  globs.forEach((glob, index) => {
    if (!/^[A-Za-z0-9_*]{1,200}$/.test(glob))
      throw new ScanError(
        'usage',
        `Cannot use --known-env (${ordinal(index)}): it is a name or a glob of names; values never stand on a command line`,
      );
  });
  const names = globs.flatMap((glob) => (glob === USUAL ? USUAL_NAMES : [glob]));
  const env: Named[] =
    globs.length === 0 ? [] : [{ source: { kind: 'env', names }, says: '--known-env', byFlag: true }];
  const files = (['dotenv', 'dir'] as const).flatMap((kind) =>
    args.list(`known-${kind}`).map((path, index): Named => {
      const says = `--known-${kind} (${ordinal(index)})`;
      return { source: { kind, path: resolve(io.cwd, path) }, says, byFlag: true };
    }),
  );
  return [...env, ...files, ...args.list('known-fd').map((text, index) => descriptor(text, index, args, io))];
}

function descriptor(text: string, index: number, args: Arguments, io: CliIo): Named {
  const says = `--known-fd (${ordinal(index)})`;
  if (!/^\d{1,4}$/.test(text))
    throw new ScanError('usage', `Cannot use ${says}: it is the number of an open descriptor`);
  const fd = Number(text);
  if (fd === 1 || fd === 2) throw new ScanError('usage', `Cannot use ${says}: results are written there`);
  if (fd === 0 && (args.paths.includes('-') || args.text('files-from') === '-'))
    throw new ScanError('usage', `Cannot use ${says}: standard input is read for something else`);
  return { source: { kind: 'fd', fd, bytes: fd === 0 ? io.stdin : opened(fd, says) }, says, byFlag: true };
}

/** The bytes of a descriptor, read when they are asked for. */
async function* opened(fd: number, says: string): AsyncGenerator<Uint8Array> {
  try {
    if (fstatSync(fd).isDirectory()) throw new ScanError('usage', 'it is a folder');
  } catch (cause) {
    throw cause instanceof ScanError ? cause : new ScanError('usage', `${says} is not open`, { cause });
  }
  const { descriptorBytes } = await import('../source/known/load.ts');
  yield* descriptorBytes(fd);
}

function ordinal(index: number): string {
  return `no. ${index + 1}`;
}
