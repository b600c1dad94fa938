import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ScanError, systemReason } from '../errors.ts';
import type { ScanOutcome } from '../scan/outcome.ts';
import type { RunFacts } from '../types.ts';
import type { Arguments } from './arguments.ts';
import type { NamedBaseline } from './baseline-of.ts';
import type { CliIo } from './io.ts';

/** The baseline that `--baseline` names. */
export async function loadBaseline(args: Arguments, io: CliIo): Promise<NamedBaseline | undefined> {
  if (args.text('baseline') === undefined) return undefined;
  const { baselineOf } = await import('./baseline-of.ts');
  return baselineOf(args, io);
}

/** Names in it come from the command line and the packet. */
export async function safeFacts(run: RunFacts, safeName: ScanOutcome['safeName']): Promise<RunFacts> {
  const { baseline } = run;
  return {
    ...run,
    environment: await Promise.all(run.environment.map(safeName)),
    ...(baseline === undefined ? {} : { baseline: { ...baseline, path: await safeName(baseline.path) } }),
  };
}

/** `WATERTIGHT_KEY`, or the file `.watertight/key` beside the packet; at least 16 bytes. */
export function fingerprintKey(io: CliIo, root: string): Uint8Array | undefined {
  const named = io.env['WATERTIGHT_KEY'];
  const text = named !== undefined && named !== '' ? named : keyFile(root);
  if (text === undefined) return undefined;
  const key = Buffer.from(text.trim(), 'utf8');
  if (key.length < 16) throw new ScanError('usage', 'Cannot use the fingerprint key: it is shorter than 16 bytes');
  return key;
}

function keyFile(root: string): string | undefined {
  try {
    return readFileSync(resolve(root, '.watertight/key'), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw new ScanError('usage', `Cannot read the fingerprint key .watertight/key: ${systemReason(error)}`, {
      cause: error,
    });
  }
}
