import { createHash } from 'node:crypto';
import type { Baseline } from '../policy/baseline/baseline.ts';
import { readBaseline } from '../policy/baseline/read.ts';
import type { RunFacts } from '../types.ts';
import type { Arguments } from './arguments.ts';
import { readInputText } from './input-file.ts';
import type { CliIo } from './io.ts';
import type { Governing } from './run-inputs.ts';

/** A baseline that was named, and what the ledger says of it. */
export interface NamedBaseline {
  readonly baseline: Baseline;
  readonly facts: NonNullable<RunFacts['baseline']>;
  /** What the committer must know of it. */
  readonly caution?: string;
}

/** The baseline of `--baseline`, or else the one that the packet names. Throws `ScanError` `usage`. */
export async function baselineOf(
  args: Arguments,
  io: CliIo,
  { packet, root, storedBaseline }: Governing,
): Promise<NamedBaseline | undefined> {
  const flag = args.text('baseline');
  if (flag !== undefined) return named(await readInputText(flag, io.cwd, 'baseline'), flag);
  const path = packet.baseline;
  if (path === undefined) return undefined;
  if (storedBaseline === undefined) return named(await readInputText(path, root, 'baseline'), path);
  const { text, caution } = await storedBaseline(path);
  return { ...named(text, path), ...(caution !== undefined && { caution }) };
}

function named(text: string, path: string): NamedBaseline {
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  return { baseline: readBaseline(text, path), facts: { path, digest } };
}
