import { assertKinds } from './assert-kinds.ts';
import { KNOWN_RULE } from './detect/known/known-rule.ts';
import { allowanceNotes } from './policy/allowances.ts';
import { foreignNotes, staleNotes } from './policy/baseline/baseline.ts';
import type { Packet } from './policy/packet.ts';
import { judgeRequired } from './policy/required.ts';
import { BlobScanner } from './scan/blob-scan.ts';
import type { ScanContext } from './scan/context.ts';
import { knownOf, tellKnown } from './scan/known-of.ts';
import { outcomeOf, type ScanOutcome } from './scan/outcome.ts';
import { planOf, type ScanOptions, toolInfo } from './scan/plan.ts';
import { contextOf, type RunPlan } from './scan/run-context.ts';
import { openSources } from './scan/sources.ts';
import { listUnread, take } from './scan/take.ts';
import { lookAhead, scanInThreads } from './scan/threads/parallel.ts';
import type { WorkerPool } from './scan/threads/pool.ts';
import type { Surface } from './types.ts';

export type { ScanOutcome } from './scan/outcome.ts';
export type { ScanOptions } from './scan/plan.ts';

/**
 * Scans evidence and judges what it finds by the packet: source, surface, view, detect, policy.
 *
 * If files are requested and none is in scope, the result is incomplete, because nothing was scanned.
 *
 * @throws {ScanError} `usage` for a path that does not exist and for invalid options, `rule-invalid` for conflicting rules
 * @example const { result } = await scan({ paths: ['out'], cwd: process.cwd(), env: process.env });
 */
export async function scan(options: ScanOptions): Promise<ScanOutcome> {
  assertKinds('scan', options, {
    paths: 'texts',
    cwd: 'folder',
    env: 'env',
    packet: 'packet?',
    rules: 'list?',
    signal: 'signal?',
  });
  const known = await knownOf(options);
  const plan = await planOf(options, known);
  const context = await contextOf(plan, options);
  const scanner = new BlobScanner(context);
  const knownNotes = await tellKnown(known, context);
  const pool = await scanEvents({ plan, context, scanner, options });
  const { collector } = context;
  const tool = toolInfo(options, plan);
  const { missing, unjudged } = judgeRequired(plan.packet, collector.found, options.wholeScope ?? false);
  const isWhole = options.git === undefined && options.events === undefined;
  const notes = [
    ...(options.notes ?? []),
    ...notesOf(plan.packet, missing, unjudged),
    ...allowanceNotes(plan.packet.allow, options.key !== undefined, plan.today),
    // Staged or pushed files are only part of what the baseline covers.
    ...(isWhole ? staleNotes : foreignNotes)(options.baseline, options.key !== undefined),
    ...knownNotes,
  ];
  const result = collector.result({
    tool,
    notes,
    missing,
    enforced: options.enforced ?? true,
    // It is normal that nothing is staged or pushed; paths without files are a mistake, or their producer failed.
    needsFiles: isWhole,
    known: known?.summary,
  });
  return outcomeOf(result, context, pool);
}

interface Run {
  readonly plan: RunPlan;
  readonly context: ScanContext;
  readonly scanner: BlobScanner;
  readonly options: ScanOptions;
}

/** Scans everything from the sources, in threads if that pays off; returns the threads. */
async function scanEvents({ plan, context, scanner, options }: Run): Promise<WorkerPool | undefined> {
  const sources = openSources(options, plan.packet);
  const threads = mayShare(options) ? (options.threads ?? 1) : 1;
  const { worth, events } = threads > 1 ? await lookAhead(sources) : { worth: false, events: sources };
  if (!worth) {
    for await (const event of events) {
      if (!(await take(event, scanner, options.signal))) listUnread(event, scanner);
    }
    return undefined;
  }
  const rules = new Map([...plan.rules, KNOWN_RULE].map((rule) => [rule.id, rule]));
  const { WorkerPool } = await import('./scan/threads/pool.ts');
  const pool = new WorkerPool(plan, threads - 1, context);
  try {
    await scanInThreads(events, { pool, scanner, context, ruleOf: (id) => rules.get(id) });
  } catch (error) {
    await pool.close();
    throw error;
  }
  return pool;
}

/**
 * A repository's objects are valid only until the next is requested, an observer needs this thread, and a baseline records what it covered.
 */
function mayShare({ git, events, observer, baseline }: ScanOptions): boolean {
  return git === undefined && events === undefined && observer === undefined && baseline === undefined;
}

function notesOf(packet: Packet, missing: readonly Surface[], unjudged: readonly Surface[]): string[] {
  const files = unjudged.filter((name) => name !== 'commit');
  return [
    ...missing.map((name) => `required surface ${name}: no file belongs to it`),
    ...(files.length > 0
      ? [`required surfaces not judged, because this run had a narrower scope than the packet: ${files.join(', ')}`]
      : []),
    ...(unjudged.includes('commit') ? ['required surface commit: it is in Git, which only audit reads'] : []),
    ...(packet.notEvaluated.length > 0
      ? [`only check evaluates these parts of the packet: ${packet.notEvaluated.join(', ')}`]
      : []),
  ];
}
