import { detectorOf } from '../detect/detector-of.ts';
import type { KnownPlan } from '../detect/known/known-plan.ts';
import type { CompiledRule } from '../detect/rule.ts';
import type { Baseline } from '../policy/baseline/baseline.ts';
import { compilePolicy } from '../policy/evaluate.ts';
import type { Packet } from '../policy/packet.ts';
import { documentPaths } from '../policy/governed.ts';
import { compileSurfaceGlobs } from '../surface/globs.ts';
import { Collector } from './collector.ts';
import type { ScanContext } from './context.ts';
import { SafeNames } from './names.ts';
import { RepeatedTexts } from './repeated-texts.ts';
import { WindowBuffer } from './window-reader.ts';

/** Everything a run needs, as plain data that can be sent to another thread. Contains nothing from the evidence. */
export interface RunPlan {
  /** All rules of the run. */
  readonly rules: readonly CompiledRule[];
  /** Declared values to look for. They are in memory that threads share, and are not part of any message. */
  readonly known?: KnownPlan | undefined;
  readonly packet: Packet;
  /** The run's date, `YYYY-MM-DD`, which decides whether an allowance has expired. */
  readonly today: string;
  readonly key: Uint8Array | undefined;
  readonly ledger: boolean;
  /** Absolute. */
  readonly cwd: string;
  /** Absolute path of the folder that the packet's globs are relative to. */
  readonly packetRoot: string;
  /** Absolute path of the packet's own file, if it has one. */
  readonly packetFile?: string | undefined;
}

/** Compiles a plan into the context that the blobs of one thread share. */
export async function contextOf(
  plan: RunPlan,
  live: Partial<Pick<ScanContext, 'signal' | 'onProgress' | 'observer'>> & { readonly baseline?: Baseline },
): Promise<ScanContext> {
  const { rules, known, packet, today, key, ledger, cwd, packetRoot, packetFile } = plan;
  const detector = await detectorOf(rules, known);
  return {
    detector,
    packet,
    policy: compilePolicy(packet, today, live.baseline),
    surfaces: await compileSurfaceGlobs(packet.surfaces, documentPaths(packet.governed)),
    collector: new Collector(),
    names: new SafeNames(detector),
    buffer: new WindowBuffer(),
    repeated: new RepeatedTexts(),
    key,
    ledger,
    cwd,
    packetRoot,
    packetFile,
    signal: live.signal,
    onProgress: live.onProgress,
    observer: live.observer,
  };
}
