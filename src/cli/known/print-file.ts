import { readFileSync, statSync } from 'node:fs';
import { type OpenPrints, openPrints } from '../../detect/known/prints/file.ts';
import { parsePrintKey } from '../../detect/known/prints/keys.ts';
import { ScanError, systemReason } from '../../errors.ts';
import { looksLikeValue } from '../../policy/decision/looks-like-value.ts';
import type { Arguments } from '../arguments.ts';
import type { CliIo } from '../io.ts';
import { PRINT_KEY_VARIABLE } from '../own-keys.ts';
import { descriptorOf } from './named-source.ts';

const LARGEST = 512 * 1024 * 1024;
const LARGEST_KEY = 4096;

/** Where fingerprints are kept by custom. */
export const USUAL_FILE = '.watertight/known.fp';

/** The key of fingerprint files, or what to say where there is none. */
export type FoundKey =
  { readonly kind: 'key'; readonly key: Uint8Array } | { readonly kind: 'none'; readonly detail: string };

/**
 * The key that `--key-fd` or a variable gives.
 *
 * @param keyEnv the variable that the packet names
 * @throws {ScanError} `usage` for what is no key, without repeating it
 */
export async function printKey(args: Arguments, io: CliIo, keyEnv?: string): Promise<FoundKey> {
  const fd = args.text('key-fd');
  if (fd !== undefined)
    return {
      kind: 'key',
      key: parsePrintKey(await textOf(descriptorOf(fd, '--key-fd', io, args.paths.includes('-')))),
    };
  const name = args.text('key-env') ?? keyEnv ?? PRINT_KEY_VARIABLE;
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name))
    throw new ScanError('usage', 'Cannot use --key-env: it must be the name of a variable, never a key');
  const text = io.env[name];
  if (text === undefined || text === '')
    return { kind: 'none', detail: `the key is missing (${shownName(name)} is not set)` };
  return { kind: 'key', key: parsePrintKey(text) };
}

/** The key itself may have been typed in place of its variable's name. */
function shownName(name: string): string {
  return looksLikeValue(name) ? 'the variable that --key-env names' : name;
}

/** The same for a command that cannot do without. */
export async function neededKey(args: Arguments, io: CliIo): Promise<Uint8Array> {
  const found = await printKey(args, io).catch((cause: unknown) => {
    if (!(cause instanceof ScanError) || cause.message.startsWith('Cannot')) throw cause;
    const from = args.text('key-fd') === undefined ? shownName(args.text('key-env') ?? PRINT_KEY_VARIABLE) : '--key-fd';
    throw new ScanError('usage', `Cannot use the key of ${from}: ${cause.message}`, { cause });
  });
  if (found.kind === 'none')
    throw new ScanError(
      'usage',
      `Cannot go on: ${found.detail}; create one with openssl rand -base64 32 and keep it in a secret store`,
    );
  return found.key;
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const part of stream) {
    text += Buffer.from(part).toString('latin1');
    if (text.length > LARGEST_KEY) throw new ScanError('usage', 'it is too long for a key');
  }
  return text;
}

/** Opens a file of fingerprints. Throws `ScanError` `usage` with the state alone. */
export function openPrintFile(path: string, key: Uint8Array): OpenPrints {
  return openPrints(readPrintFile(path), key);
}

/** Whether such a file can be read at all, where there is no key to open it with. Throws `ScanError` `usage` with the state alone. */
export function assertPrintFile(path: string): void {
  readPrintFile(path);
}

/** The text of such a file. Throws `ScanError` `usage` with the state alone. */
function readPrintFile(path: string): string {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) throw new ScanError('usage', 'it is not a file');
    if (stats.size > LARGEST) throw new ScanError('usage', 'it is larger than 512 MiB');
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw cause instanceof ScanError ? cause : new ScanError('usage', systemReason(cause), { cause });
  }
}
