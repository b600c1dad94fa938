import { createReadStream } from 'node:fs';
import { ScanError, systemReason } from '../../errors.ts';
import type { NamedValue } from '../../types.ts';
import { envValues } from './env.ts';
import { dotenvFile, valueFolder } from './files.ts';
import { pairValues } from './pairs.ts';
import type { KnownLoad, KnownSource } from './sources.ts';

/**
 * Reads one source of declared values. A file among several that cannot be read becomes a problem, and the others are
 * read.
 *
 * @throws {ScanError} whose message is only the state; the caller adds the source
 */
export async function loadKnown(
  source: KnownSource,
  env: Readonly<Record<string, string | undefined>>,
): Promise<KnownLoad> {
  switch (source.kind) {
    case 'env':
      return longEnough({ values: envValues(env, source.names), problems: [] }, source.minLength);
    case 'dotenv':
      return longEnough(dotenvFile(source.path), source.minLength);
    case 'dir':
      return longEnough(valueFolder(source.path), source.minLength);
    case 'fd':
      return { values: await pairsOf(source.bytes), problems: [] };
  }
}

async function pairsOf(bytes: AsyncIterable<Uint8Array>): Promise<readonly NamedValue[]> {
  try {
    return await pairValues(bytes);
  } catch (cause) {
    throw cause instanceof ScanError ? cause : new ScanError('unreadable', systemReason(cause), { cause });
  }
}

function longEnough({ values, problems }: KnownLoad, least: number = 0): KnownLoad {
  const short = values.filter(({ secret }) => secret.length < least);
  return {
    values: values.filter(({ secret }) => secret.length >= least),
    problems: [
      ...problems,
      ...short.map(({ name }) => ({
        name,
        reason: 'weak-value' as const,
        detail: `too weak: shorter than ${least} characters, as the packet asks`,
      })),
    ],
  };
}

/** What can be read from an open file descriptor, which stays open. */
export function descriptorBytes(fd: number): AsyncIterable<Uint8Array> {
  return createReadStream('', { fd, autoClose: false }) as AsyncIterable<Uint8Array>;
}
