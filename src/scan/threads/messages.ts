/** What the main thread and its workers say to each other. Nothing here holds a value of the evidence. */
import type { RunPlan } from '../run-context.ts';
import type { CollectorState } from '../collector.ts';
import type { PortableFile, SourceEvent } from '../../types.ts';

/** One event of a source, as another thread can be given it. */
export type BatchItem =
  | { readonly kind: 'file'; readonly path: string; readonly file: PortableFile }
  | Extract<SourceEvent, { kind: 'skip' }>;

/** What a worker starts with. */
export interface WorkerStart {
  readonly plan: RunPlan;
}

/** To a worker. */
export type Request =
  | { readonly kind: 'batch'; readonly id: number; readonly items: readonly BatchItem[] }
  /** Ends the batches in hand: what they have not scanned is listed. */
  | { readonly kind: 'interrupt' }
  /** Does a text hold a value that this worker has matched? `vocabulary` as for the output guard. */
  | { readonly kind: 'check'; readonly id: number; readonly text: string; readonly vocabulary: readonly string[] }
  /** Take such values out of these names. */
  | { readonly kind: 'names'; readonly id: number; readonly names: readonly string[] };

/** From a worker; `id` is that of the request. */
export type Reply =
  | { readonly kind: 'scanned'; readonly id: number; readonly state: CollectorState }
  /** A bug: class and stack frames alone, because a message may quote evidence. */
  | { readonly kind: 'failed'; readonly id: number; readonly name: string; readonly frames: readonly string[] }
  | { readonly kind: 'checked'; readonly id: number; readonly holds: boolean }
  | { readonly kind: 'cleaned'; readonly id: number; readonly names: readonly string[] };
