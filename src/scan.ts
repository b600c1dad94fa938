import { createHash } from 'node:crypto';
import { BUILTIN_RULES_DIGEST, builtinRules } from './detect/builtin.ts';
import type { CompiledRule } from './detect/rule.ts';
import { builtInPacket } from './policy/built-in.ts';
import { packetDigest } from './policy/digest.ts';
import type { Packet } from './policy/packet.ts';
import { judgeRequired } from './policy/required.ts';
import { BlobScanner } from './scan/blob-scan.ts';
import type { ScanContext, ScanProgress } from './scan/context.ts';
import { NameCleaner, namesOf, withCleanNames } from './scan/result-names.ts';
import { contextOf, type RunPlan } from './scan/run-context.ts';
import { showsValue } from './scan/shown-values.ts';
import { openSources, type SourceOptions } from './scan/sources.ts';
import { listUnread, take } from './scan/take.ts';
import { lookAhead, scanInThreads } from './scan/threads/parallel.ts';
import type { WorkerPool } from './scan/threads/pool.ts';
import type { Secret } from './secret.ts';
import type { ScanResult, Surface, ToolInfo } from './types.ts';
import { VERSION } from './version.ts';

/** What to scan and how. Everything but the paths has a default. */
export interface ScanOptions extends SourceOptions {
  /** @default the built-in packet: no secret on any surface */
  readonly packet?: Packet;
  /** Where the packet came from, for the report. @default 'built-in' */
  readonly packetOrigin?: string;
  /** The paths are all that the packet speaks of: surfaces that it requires must be found. @default false */
  readonly wholeScope?: boolean;
  /** Rules beside the built-in ones. */
  readonly rules?: readonly CompiledRule[];
  /** Project key for fingerprints, at least 16 bytes. */
  readonly key?: Uint8Array;
  /** Hash every blob and list it in `result.ledger`. @default false */
  readonly ledger?: boolean;
  /** What this run does not look at by its nature, in plain words, for the result's notes. */
  readonly notes?: readonly string[];
  /** False: the exit code stays 0, and the result says that nothing was enforced. @default true */
  readonly enforced?: boolean;
  /** Most threads that scan; more than one only where there is enough to do. @default 1 */
  readonly threads?: number;
  /** Ends the run early: what was not scanned is listed and the run is incomplete. */
  readonly signal?: AbortSignal;
  /** Called now and then with what was done so far. */
  readonly onProgress?: (progress: ScanProgress) => void;
}

/** A result, and what its outputs are checked by before they are written. */
export interface ScanOutcome {
  readonly result: ScanResult;
  /** The values that this thread has matched: no output may hold one. */
  readonly secrets: readonly Secret[];
  /** Whether a text shows a value by its own prefix, as a rule knows it. */
  readonly showsValue: (text: string) => boolean;
  /** Makes any text that names evidence safe to show: values that rules or this run find in it are replaced. */
  readonly safeName: (name: string) => Promise<string>;
  /** The values that other threads have matched; they stay there. Absent where this thread did all. */
  readonly others?: OtherThreads;
}

/** Threads of a run that is over. They do not keep the process alive, and end with `close()`. */
export interface OtherThreads {
  /** Whether a text holds a value that one of them has matched, other than as a word of `vocabulary`. */
  holds(text: string, vocabulary: readonly string[]): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Scans evidence and judges what it finds by the packet: source, surface, view, detect, policy.
 *
 * @throws {ScanError} `usage` for a path that does not exist, `rule-invalid` for rules that collide
 * @example const { result } = await scan({ paths: ['out'], cwd: process.cwd(), env: process.env });
 */
export async function scan(options: ScanOptions): Promise<ScanOutcome> {
  const plan = planOf(options);
  const context = await contextOf(plan, options);
  const scanner = new BlobScanner(context);
  const pool = await scanEvents({ plan, context, scanner, options });
  const { collector } = context;
  const tool = toolInfo(options, plan);
  const { missing, unjudged } = judgeRequired(plan.packet, collector.found, options.wholeScope ?? false);
  const notes = [...(options.notes ?? []), ...notesOf(plan.packet, missing, unjudged)];
  const result = collector.result({ tool, notes, missing, enforced: options.enforced ?? true });
  return outcomeOf(result, context, pool);
}

/** A result without any found value in its names, and what its outputs are checked by. */
export async function outcomeOf(result: ScanResult, context: ScanContext, pool?: WorkerPool): Promise<ScanOutcome> {
  const { collector, names } = context;
  const cleaner = new NameCleaner(collector.secrets);
  const cleanAll = async (list: readonly string[]): Promise<readonly string[]> => {
    const own = list.map((name) => cleaner.clean(name));
    return pool === undefined ? own : pool.clean(own);
  };
  const all = namesOf(result);
  const cleaned = await cleanAll(all);
  const clean = new Map(all.map((name, index) => [name, cleaned[index] ?? name]));
  return {
    result: withCleanNames(result, (name) => clean.get(name) ?? name),
    secrets: collector.secrets,
    showsValue: (text) => showsValue(text, context.detector),
    safeName: async (name) => (await cleanAll([names.of(name)]))[0] ?? '',
    ...(pool !== undefined && { others: pool }),
  };
}

interface Run {
  readonly plan: RunPlan;
  readonly context: ScanContext;
  readonly scanner: BlobScanner;
  readonly options: ScanOptions;
}

/** Scans all that the sources give, in threads if that is worth it; gives the threads. */
async function scanEvents({ plan, context, scanner, options }: Run): Promise<WorkerPool | undefined> {
  const sources = openSources(options, plan.packet);
  // Objects of a repository are valid until the next is asked for: they cannot be listed ahead.
  const threads = options.git === undefined && options.events === undefined ? (options.threads ?? 1) : 1;
  const { worth, events } = threads > 1 ? await lookAhead(sources) : { worth: false, events: sources };
  if (!worth) {
    for await (const event of events) {
      if (!(await take(event, scanner, options.signal))) listUnread(event, scanner);
    }
    return undefined;
  }
  const rules = new Map(plan.rules.map((rule) => [rule.id, rule]));
  const { WorkerPool } = await import('./scan/threads/pool.ts');
  const pool = new WorkerPool(plan, threads);
  try {
    await scanInThreads(events, { pool, scanner, context, ruleOf: (id) => rules.get(id) as CompiledRule });
  } catch (error) {
    await pool.close();
    throw error;
  }
  return pool;
}

/** What a run is made of. */
export function planOf(options: ScanOptions): RunPlan {
  return {
    rules: [...builtinRules(), ...(options.rules ?? [])],
    packet: options.packet ?? builtInPacket(),
    today: new Date().toISOString().slice(0, 10),
    key: options.key,
    ledger: options.ledger ?? false,
    cwd: options.cwd,
    packetRoot: options.packetRoot ?? options.cwd,
  };
}

function notesOf(packet: Packet, missing: readonly Surface[], unjudged: readonly Surface[]): string[] {
  const files = unjudged.filter((name) => name !== 'commit');
  return [
    ...missing.map((name) => `required surface ${name}: no file belongs to it, so nothing was proved`),
    ...(files.length > 0
      ? [`required surfaces not judged, because this run had a narrower scope than the packet: ${files.join(', ')}`]
      : []),
    ...(unjudged.includes('commit') ? ['required surface commit: lies in Git, which scan does not look into'] : []),
    ...packet.notEvaluated.map((part) => `the packet's ${part} is not looked at by scan`),
  ];
}

/** Which watertight, rules and packet a run is made with. */
export function toolInfo(options: ScanOptions, { packet, rules }: RunPlan): ToolInfo {
  const own = options.rules ?? [];
  const rulesDigest =
    own.length === 0
      ? BUILTIN_RULES_DIGEST
      : `sha256:${createHash('sha256').update(JSON.stringify(rules)).digest('hex')}`;
  const origin = options.packetOrigin ?? 'built-in';
  return { name: 'watertight', version: VERSION, rulesDigest, packetDigest: packetDigest(packet), packet: origin };
}
