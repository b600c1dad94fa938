/** Messages between the main thread and its workers. None contains a value from the evidence. */
import type { RunPlan } from '../run-context.ts';
import type { CollectorState } from '../collector.ts';
import type { PortableFile, SourceEvent } from '../../types.ts';

/** One event of a source in a form that another thread can receive. */
export type BatchItem =
  | { readonly kind: 'file'; readonly path: string; readonly file: PortableFile }
  | Extract<SourceEvent, { kind: 'skip' }>;

/** What a worker is started with. */
export interface WorkerStart {
  readonly plan: RunPlan;
}

/** To a worker. */
export type Request =
  | { readonly kind: 'batch'; readonly id: number; readonly items: readonly BatchItem[] }
  /** Ends the current batches: what has not been scanned is listed. */
  | { readonly kind: 'interrupt' }
  /** Does a text contain a value that this worker matched? `vocabulary` as for the output guard. */
  | { readonly kind: 'check'; readonly id: number; readonly text: string; readonly vocabulary: readonly string[] }
  /** Removes such values from these names. */
  | { readonly kind: 'names'; readonly id: number; readonly names: readonly string[] };

/** From a worker; `id` is that of the request. */
export type Reply =
  | { readonly kind: 'scanned'; readonly id: number; readonly state: CollectorState }
  /** A bug: only class and stack frames, because a message may quote evidence. */
  | { readonly kind: 'failed'; readonly id: number; readonly name: string; readonly frames: readonly string[] }
  | { readonly kind: 'checked'; readonly id: number; readonly holds: boolean }
  | { readonly kind: 'cleaned'; readonly id: number; readonly names: readonly string[] };
