import { createHash } from 'node:crypto';
import { BUILTIN_RULES_DIGEST, builtinRules } from './detect/builtin.ts';
import { Detector } from './detect/detector.ts';
import type { CompiledRule } from './detect/rule.ts';
import type { Baseline } from './policy/baseline/baseline.ts';
import { builtInPacket } from './policy/built-in.ts';
import { packetDigest } from './policy/digest.ts';
import { compilePolicy } from './policy/evaluate.ts';
import type { Packet } from './policy/packet.ts';
import { targetMarks } from './policy/targets.ts';
import { judgeRequired } from './policy/required.ts';
import { BlobScanner } from './scan/blob-scan.ts';
import { Collector } from './scan/collector.ts';
import type { ScanContext, ScanObserver, ScanProgress } from './scan/context.ts';
import { SafeNames } from './scan/names.ts';
import { openSources, type SourceOptions } from './scan/sources.ts';
import { nameCleaner, withCleanNames } from './scan/result-names.ts';
import { WindowBuffer } from './scan/window-reader.ts';
import type { Secret } from './secret.ts';
import { compileSurfaceGlobs } from './surface/globs.ts';
import type { ScanResult, SourceEvent, Surface, ToolInfo } from './types.ts';
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
  /** Findings that were there before: they are counted as allowed by `baseline`. Known values are never among them. */
  readonly baseline?: Baseline;
  /** Project key for fingerprints, at least 16 bytes. */
  readonly key?: Uint8Array;
  /** Hash every blob and list it in `result.ledger`. @default false */
  readonly ledger?: boolean;
  /** What this run does not look at by its nature, in plain words, for the result's notes. */
  readonly notes?: readonly string[];
  /** False: the exit code stays 0, and the result says that nothing was enforced. @default true */
  readonly enforced?: boolean;
  /** Ends the run early: what was not scanned is listed and the run is incomplete. */
  readonly signal?: AbortSignal;
  /** Looks at the texts beside the rules. */
  readonly observer?: ScanObserver;
  /** Called now and then with what was done so far. */
  readonly onProgress?: (progress: ScanProgress) => void;
}

/** A result, and the values that no output of it may hold. */
export interface ScanOutcome {
  readonly result: ScanResult;
  readonly secrets: readonly Secret[];
  /** Makes any text that names evidence safe to show: values that rules or this run find in it are replaced. */
  readonly safeName: (name: string) => string;
  /** Positions in the packet's `allow.findings` of those that covered a finding. */
  readonly usedAllowances: readonly number[];
}

/**
 * Scans evidence and judges what it finds by the packet: source, surface, view, detect, policy.
 *
 * @throws {ScanError} `usage` for a path that does not exist, `rule-invalid` for rules that collide
 * @example const { result } = await scan({ paths: ['out'], cwd: process.cwd(), env: process.env });
 */
export async function scan(options: ScanOptions): Promise<ScanOutcome> {
  const rules = await rulesOf(options);
  const context = await contextOf(options, rules);
  const scanner = new BlobScanner(context);
  const sources = openSources(options, context.packet);
  for await (const event of sources) {
    if (!(await take(event, scanner, options.signal))) {
      await listUnread(event, sources, scanner);
      break;
    }
  }
  const tool = toolInfo(options, context.packet, rules);
  const { missing, unjudged } = judgeRequired(context.packet, context.collector.found, options.wholeScope ?? false);
  const notes = [
    ...(options.notes ?? []),
    ...notesOf(context.packet, missing, unjudged),
    ...staleNotes(options.baseline),
  ];
  const result = context.collector.result({ tool, notes, missing, enforced: options.enforced ?? true });
  const { secrets } = context.collector;
  const clean = nameCleaner(secrets);
  const safeName = (name: string): string => clean(context.names.of(name));
  const usedAllowances = [...context.policy.usedAllowances];
  return { result: withCleanNames(result, clean), secrets, safeName, usedAllowances };
}

/** The built-in rules, those of the options, and those for mentions of Target Repositories, whose compiler is loaded when there is one. */
export async function rulesOf(options: Pick<ScanOptions, 'packet' | 'env' | 'rules'>): Promise<CompiledRule[]> {
  const rules = [...builtinRules(), ...(options.rules ?? [])];
  const marks = targetMarks(options.packet ?? builtInPacket(), options.env);
  if (marks.length === 0) return rules;
  const { targetRules } = await import('./detect/target-rules.ts');
  return [...rules, ...targetRules(marks)];
}

/** Takes one event; false when the run was interrupted. */
async function take(event: SourceEvent, scanner: BlobScanner, signal: AbortSignal | undefined): Promise<boolean> {
  if (signal?.aborted) return false;
  if (event.kind === 'skip') {
    if (event.inScope) scanner.skip(event.skip, undefined);
    else scanner.exclude(event.skip);
    return true;
  }
  try {
    await scanner.scan(event.blob, event.before);
    return true;
  } catch (error) {
    if (signal?.aborted) return false;
    throw error;
  }
}

/** Lists what an interrupted run did not come to, without opening any of it. */
async function listUnread(current: SourceEvent, rest: AsyncIterable<SourceEvent>, scanner: BlobScanner): Promise<void> {
  const skip = (event: SourceEvent): void => {
    if (event.kind === 'skip') return;
    const { path, view } = event.blob;
    scanner.skip(
      { path, view, reason: 'interrupted', detail: 'the run was ended before its end was reached' },
      undefined,
    );
  };
  skip(current);
  for await (const event of rest) skip(event);
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

function staleNotes(baseline: Baseline | undefined): string[] {
  const stale = baseline?.stale().length ?? 0;
  return stale === 0 ? [] : [`${stale} of ${baseline?.size} entries of the baseline matched nothing in this run`];
}

/** What all blobs of a run share, made of its options. */
export async function contextOf(options: ScanOptions, rules: readonly CompiledRule[]): Promise<ScanContext> {
  const packet = options.packet ?? builtInPacket();
  const detector = new Detector(rules);
  return {
    detector,
    packet,
    policy: compilePolicy(packet, new Date().toISOString().slice(0, 10), options.baseline),
    surfaces: await compileSurfaceGlobs(packet.surfaces),
    collector: new Collector(),
    names: new SafeNames(detector),
    buffer: new WindowBuffer(),
    key: options.key,
    ledger: options.ledger ?? false,
    cwd: options.cwd,
    packetRoot: options.packetRoot ?? options.cwd,
    signal: options.signal,
    onProgress: options.onProgress,
    observer: options.observer,
  };
}

/** Which watertight, rules and packet a run is made with. */
export function toolInfo(options: ScanOptions, packet: Packet, rules: readonly CompiledRule[]): ToolInfo {
  const own = options.rules ?? [];
  const rulesDigest =
    own.length === 0
      ? BUILTIN_RULES_DIGEST
      : `sha256:${createHash('sha256').update(JSON.stringify(rules)).digest('hex')}`;
  const origin = options.packetOrigin ?? 'built-in';
  return { name: 'watertight', version: VERSION, rulesDigest, packetDigest: packetDigest(packet), packet: origin };
}
