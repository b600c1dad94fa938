import { createHash } from 'node:crypto';
import { builtinRulesDigest, builtinRules } from '../detect/builtin.ts';
import type { CompiledRule } from '../detect/rule.ts';
import type { Baseline } from '../policy/baseline/baseline.ts';
import { builtInPacket, builtInPacketDigest } from '../policy/built-in.ts';
import { packetDigest } from '../policy/digest.ts';
import type { Packet } from '../policy/packet.ts';
import { targetMarks } from '../policy/targets.ts';
import type { ToolInfo } from '../types.ts';
import { VERSION } from '../version.ts';
import type { ScanObserver, ScanProgress } from './context.ts';
import type { KnownInput, KnownRun } from './known.ts';
import type { RunPlan } from './run-context.ts';
import type { SourceOptions } from './sources.ts';

/** What to scan and how. Everything but the paths has a default. */
export interface ScanOptions extends SourceOptions {
  /** @default the built-in packet: no secret on any surface */
  readonly packet?: Packet;
  /** Origin of the packet, for the report. @default 'built-in' */
  readonly packetOrigin?: string;
  /** Absolute path of the packet file, in which its targets may be named. @default none */
  readonly packetFile?: string | undefined;
  /** Whether the paths are the packet's whole scope: surfaces that it requires must then be found. @default false */
  readonly wholeScope?: boolean;
  /** Rules in addition to the built-in ones. */
  readonly rules?: readonly CompiledRule[];
  /** Values declared as secrets: a leak wherever they appear, whatever the packet allows. */
  readonly known?: KnownInput;
  /** Earlier findings, which are counted as allowed by `baseline`. Known values are never among them. */
  readonly baseline?: Baseline;
  /** Project key for fingerprints, at least 16 bytes. */
  readonly key?: Uint8Array;
  /** Hash every blob and list it in `result.ledger`. @default false */
  readonly ledger?: boolean;
  /** Limits of this kind of run, in plain words, for the result's notes. */
  readonly notes?: readonly string[];
  /** If false, the exit code stays 0 and the result says that nothing was enforced. @default true */
  readonly enforced?: boolean;
  /** Maximum number of threads; more than one is used only if there is enough to scan. @default 1 */
  readonly threads?: number;
  /** Ends the run early: what was not scanned is listed, and the run is incomplete. */
  readonly signal?: AbortSignal;
  /** Observes the texts independently of the rules. */
  readonly observer?: ScanObserver;
  /** Called now and then with the progress so far. */
  readonly onProgress?: (progress: ScanProgress) => void;
}

/** Everything a run needs. */
export async function planOf(options: ScanOptions, known?: KnownRun): Promise<RunPlan> {
  const packet = options.packet ?? builtInPacket();
  return {
    rules: await rulesOf(options, packet),
    known: known?.plan,
    packet,
    today: today(),
    key: options.key,
    ledger: options.ledger ?? false,
    cwd: options.cwd,
    packetRoot: options.packetRoot ?? options.cwd,
    packetFile: options.packetFile,
  };
}

/** The run's date, `YYYY-MM-DD`, in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/**
 * The built-in rules, those of the options, and those for mentions of Target Repositories, whose compiler is loaded
 * only if there are any.
 */
async function rulesOf(options: ScanOptions, packet: Packet): Promise<readonly CompiledRule[]> {
  const own = options.rules ?? [];
  // The same list each time, so that what is derived from it is derived only once.
  const rules = own.length === 0 ? builtinRules() : [...builtinRules(), ...own];
  const marks = targetMarks(packet, options.env);
  if (marks.length === 0) return rules;
  const { targetRules } = await import('../detect/target-rules.ts');
  return [...rules, ...targetRules(marks)];
}

/** The version of watertight, the rules and the packet of a run. */
export function toolInfo(options: ScanOptions, { packet, rules }: Pick<RunPlan, 'packet' | 'rules'>): ToolInfo {
  const own = options.rules ?? [];
  const rulesDigest =
    own.length === 0
      ? builtinRulesDigest()
      : `sha256:${createHash('sha256').update(JSON.stringify(rules)).digest('hex')}`;
  const origin = options.packetOrigin ?? 'built-in';
  const digest = packet === builtInPacket() ? builtInPacketDigest() : packetDigest(packet);
  return { name: 'watertight', version: VERSION, rulesDigest, packetDigest: digest, packet: origin };
}
