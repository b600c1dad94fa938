import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { ScanError } from '../errors.ts';
import { builtInPacket } from '../policy/built-in.ts';
import { type DiscoveredPacket, packetFileOf } from '../policy/discover.ts';
import { scan, type ScanOptions, type ScanOutcome } from '../scan.ts';
import type { Occasion, RunFacts } from '../types.ts';
import type { Arguments } from './arguments.ts';
import { packetInForce } from './packet-of.ts';
import type { StoredPacket } from './stored-packet.ts';
import type { CliIo } from './io.ts';
import { knownValues } from './known-values.ts';
import { loadBaseline, safeFacts } from './run-inputs.ts';
import { projectKey } from './own-keys.ts';
import { openOutputs } from './outputs.ts';
import { ProgressLine } from './progress.ts';
import { sourceOptions } from './file-list.ts';
import { loadRules } from './rule-files.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** By how much of what lives a scan's heap may grow: 100,000 small files take some 30 MB less memory than with what V8 allows, and hardly more time. */
const GROWTH_PERCENT = 45;

/** What a command scans in place of paths, and how it speaks of it. */
export interface ScanSubject extends Pick<ScanOptions, 'git' | 'events' | 'notes'> {
  /** @default the working directory */
  readonly cwd?: string;
  /** For the report's heading. */
  readonly target: string;
  /** @default the packet that the work tree has */
  readonly packet?: StoredPacket;
  readonly occasion?: Occasion;
}

/** `watertight scan`: scans, writes every output that was asked for, and gives the exit code. */
export async function scanCommand(args: Arguments, io: CliIo): Promise<number> {
  if (!args.isSet('staged')) {
    if (args.isSet('include-committed')) {
      throw new ScanError('usage', 'Cannot use --include-committed without --staged: files are scanned whole');
    }
    return runScan(args, io);
  }
  const { stagedSubject } = await import('./staged.ts');
  return runScan(args, io, await stagedSubject(args, io));
}

/** Scans a subject, or the paths of the command line, with the flags of the scan command. */
export async function runScan(args: Arguments, io: CliIo, subject?: ScanSubject): Promise<number> {
  const startedAt = new Date().toISOString();
  const { target, occasion, packet, notes = [], ...special }: Partial<ScanSubject> = subject ?? {};
  const outputs = await openOutputs(args, io, occasion === undefined ? 'text' : 'brief');
  const governing: StoredPacket = packet ?? (await packetInForce(args, io));
  const { cautions, baseline, baselineFacts } = await baselineFor(args, io, governing);
  const options = {
    ...(await scanOptions(args, io, governing)),
    ...(subject === undefined ? {} : { wholeScope: false }),
    ...special,
    notes: [...cautions, ...notes],
    ...baseline,
  };
  const run = outputs.needsLedger ? await facts(options, io, baselineFacts) : undefined;
  const outcome = await watched(args, io, { ...options, outputs: outputs.files, ledger: outputs.needsLedger });
  try {
    await outputs.write(outcome, {
      startedAt,
      finishedAt: new Date().toISOString(),
      targets: await Promise.all(namesOf(target, options).map(outcome.safeName)),
      ...(occasion === undefined ? {} : { occasion, cautions }),
      ...(run === undefined ? {} : { run: await safeFacts(run, outcome.safeName) }),
    });
  } finally {
    await outcome.others?.close();
  }
  return outcome.result.summary.exitCode;
}

/** The baseline of a run, for its options and for the ledger, and what is to be known of it and of the packet. */
async function baselineFor(
  args: Arguments,
  io: CliIo,
  packet: StoredPacket,
): Promise<{
  readonly baseline: Pick<ScanOptions, 'baseline'>;
  readonly baselineFacts: RunFacts['baseline'];
  readonly cautions: readonly string[];
}> {
  const named = await loadBaseline(args, io, packet);
  return {
    baseline: named === undefined ? {} : { baseline: named.baseline },
    baselineFacts: named?.facts,
    cautions: [packet.caution, named?.caution].filter((caution) => caution !== undefined),
  };
}

/** What was scanned, for the report's heading. */
function namesOf(target: string | undefined, { paths }: ScanOptions): readonly string[] {
  if (target !== undefined) return [target];
  return paths.length > 0 ? paths : ['--files-from'];
}

/**
 * Scans what the command line names in this thread, for commands that make something else of the result.
 *
 * @param special what the command sets itself
 * @param governing the packet, where the command has read it
 */
export async function scanFor(
  args: Arguments,
  io: CliIo,
  outputs: readonly string[],
  special: Partial<ScanOptions> = {},
  governing?: DiscoveredPacket,
): Promise<ScanOutcome> {
  const options = await scanOptions(args, io, governing);
  return watched(args, io, { ...options, threads: 1, outputs, ...special });
}

/** Scans with progress on standard error, and ends early when the user asks for it. */
async function watched(args: Arguments, io: CliIo, options: ScanOptions): Promise<ScanOutcome> {
  const progress = new ProgressLine(io.stderr);
  try {
    return await untilInterrupted(io, async (signal) => {
      await io.compileLess?.();
      await io.growLess?.(GROWTH_PERCENT);
      return scan({
        ...options,
        signal,
        ...(args.isSet('quiet') ? {} : { onProgress: (state) => progress.update(state) }),
      });
    });
  } finally {
    progress.end();
  }
}

async function facts(options: ScanOptions, io: CliIo, baseline: RunFacts['baseline']): Promise<RunFacts> {
  const { runFacts } = await import('./run-facts.ts');
  return runFacts('scan', options.packet ?? builtInPacket(), io, baseline);
}

/** What the flags and the packet of a command line say of a scan. @param governing the packet, if it is not that of the work tree */
export async function scanOptions(args: Arguments, io: CliIo, governing?: DiscoveredPacket): Promise<ScanOptions> {
  const { packet, origin, root } = governing ?? (await packetInForce(args, io));
  const sources = await sourceOptions(args, io);
  const key = projectKey(io, root);
  const known = await knownValues(args, io, { packet, root });
  return {
    ...sources,
    packet,
    packetOrigin: origin,
    packetFile: packetFileOf(origin, io.cwd),
    packetRoot: root,
    rules: await loadRules(args.list('rules'), io),
    wholeScope: args.paths.length === 0 && args.text('files-from') === undefined && resolve(root) === resolve(io.cwd),
    enforced: !args.isSet('report-only'),
    threads: threadsOf(args),
    ...key,
    ...(known === undefined ? {} : { known }),
  };
}

/** More threads than this by default would cost memory that a scan is not expected to take. */
const USUAL_THREADS = 4;
const MOST_THREADS = 64;

/** @throws {ScanError} `usage` for anything but a number from 1 to 64 */
function threadsOf(args: Arguments): number {
  const text = args.text('threads');
  if (text === undefined) return Math.min(USUAL_THREADS, availableParallelism());
  if (!/^[1-9]\d?$/.test(text) || Number(text) > MOST_THREADS) {
    throw new ScanError('usage', `Cannot use --threads: it must be a number from 1 to ${MOST_THREADS}`);
  }
  return Number(text);
}
