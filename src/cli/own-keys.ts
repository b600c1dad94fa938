import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ScanError, systemReason } from '../errors.ts';
import type { DeclaredSource } from '../policy/governed.ts';
import { Secret } from '../secret.ts';
import { nodeFileSystem } from '../source/file-system.ts';
import { isInRepository } from '../source/git/in-repository.ts';
import { chainAt, isIgnored } from '../source/ignore-chain.ts';
import { rawFromText } from '../source/raw-path.ts';
import type { NamedValue } from '../types.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';

const KEY_FILE = '.watertight/key';
/** The variable that stands above the file. */
const KEY_VARIABLE = 'WATERTIGHT_KEY';
/** Where the key of fingerprint files is by custom. */
export const PRINT_KEY_VARIABLE = 'WATERTIGHT_FP_KEY';

/**
 * `WATERTIGHT_KEY`, or the file `.watertight/key` beside the packet.
 *
 * @throws {ScanError} `usage` for one of fewer than 16 bytes and for a file that cannot be read
 */
export function fingerprintKey(io: CliIo, root: string): Uint8Array | undefined {
  const named = io.env[KEY_VARIABLE];
  const text = named !== undefined && named !== '' ? named : keyText(root);
  if (text === undefined) return undefined;
  const key = Buffer.from(text.trim(), 'utf8');
  if (key.length < 16) throw new ScanError('usage', 'Cannot use the fingerprint key: it is shorter than 16 bytes');
  return key;
}

/** What a scan is told of the project's key: the key itself, and its file, which is left out. Throws as `fingerprintKey` does. */
export function projectKey(io: CliIo, root: string): { readonly key?: Uint8Array; readonly keyFile?: string } {
  const [key, keyFile] = [fingerprintKey(io, root), keyFileOf(root)];
  return { ...(key === undefined ? {} : { key }), ...(keyFile === undefined ? {} : { keyFile }) };
}

/** The real path of the key's file: it is read by watertight alone. Undefined where there is none. */
function keyFileOf(root: string): string | undefined {
  const file = resolve(root, KEY_FILE);
  return existsSync(file) ? realpathSync(file) : undefined;
}

/**
 * The keys that fingerprints are made with, as values to be looked for: who has one can test guesses.
 *
 * @param sources those of the packet, which may name further variables
 */
export function ownKeys(
  args: Arguments,
  io: CliIo,
  { root, sources }: { readonly root: string; readonly sources: readonly DeclaredSource[] },
): readonly NamedValue[] {
  const ofPacket = sources.map((source) => (source.kind === 'fingerprints' ? source.keyEnv : undefined));
  const names = new Set([KEY_VARIABLE, PRINT_KEY_VARIABLE, args.text('key-env'), ...ofPacket]);
  const variables = [...names].map((name) => [name ?? '', io.env[name ?? '']] as const);
  return [...variables, [KEY_FILE, keyTextOrNone(root)] as const].flatMap(([name, text]) => {
    const value = text?.trim() ?? '';
    return value === '' ? [] : [{ name, secret: new Secret(value) }];
  });
}

/** Says on standard error that the next `git add` would take the key along. */
export function warnOfKeyFile(io: CliIo, root: string): void {
  const file = keyFileOf(root);
  if (file === undefined || !isInRepository(root)) return;
  const folder = rawFromText(dirname(file));
  const chain = chainAt(nodeFileSystem, folder);
  const isLeftOut = isIgnored(chain, folder, true) || isIgnored(chain, rawFromText(file), false);
  if (isLeftOut) return;
  io.stderr.write(
    `watertight: note: no .gitignore ignores ${KEY_FILE}, so git add would add it; run: echo ${KEY_FILE} >> .gitignore\n`,
  );
}

function keyText(root: string): string | undefined {
  try {
    return readFileSync(resolve(root, KEY_FILE), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw new ScanError('usage', `Cannot read the fingerprint key ${KEY_FILE}: ${systemReason(error)}`, {
      cause: error,
    });
  }
}

/** The variable counts where the file cannot be read. */
function keyTextOrNone(root: string): string | undefined {
  try {
    return keyText(root);
  } catch (error) {
    if (error instanceof ScanError) return undefined;
    throw error;
  }
}
