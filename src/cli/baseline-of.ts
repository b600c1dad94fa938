import { createHash } from 'node:crypto';
import type { Baseline } from '../policy/baseline/baseline.ts';
import { readBaseline } from '../policy/baseline/read.ts';
import type { RunFacts } from '../types.ts';
import type { Arguments } from './arguments.ts';
import { readInputText } from './input-file.ts';
import type { CliIo } from './io.ts';

/** A baseline that was named, and what the ledger says of it. */
export interface NamedBaseline {
  readonly baseline: Baseline;
  readonly facts: NonNullable<RunFacts['baseline']>;
}

/** The baseline of `--baseline`. Throws `ScanError` `usage`. */
export async function baselineOf(args: Arguments, io: CliIo): Promise<NamedBaseline | undefined> {
  const path = args.text('baseline');
  if (path === undefined) return undefined;
  const text = await readInputText(path, io.cwd, 'baseline');
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  return { baseline: readBaseline(text, path), facts: { path, digest } };
}
