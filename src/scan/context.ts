import type { Detector } from '../detect/detector.ts';
import type { Policy } from '../policy/evaluate.ts';
import type { Packet } from '../policy/packet.ts';
import type { SurfaceGlobs } from '../surface/globs.ts';
import type { Collector } from './collector.ts';
import type { SafeNames } from './names.ts';
import type { RepeatedTexts } from './repeated-texts.ts';
import type { Location, Surface } from '../types.ts';
import type { TextWindow, WindowBuffer } from './window-reader.ts';

/** What all blobs of a run share. */
export interface ScanContext {
  readonly detector: Detector;
  readonly packet: Packet;
  readonly policy: Policy;
  readonly surfaces: SurfaceGlobs;
  readonly collector: Collector;
  readonly names: SafeNames;
  readonly buffer: WindowBuffer;
  readonly repeated: RepeatedTexts;
  /** Values that earlier versions of the scanned blob contain. */
  readonly committed?: ReadonlySet<string>;
  /** The project's fingerprint key. */
  readonly key: Uint8Array | undefined;
  /** Whether a ledger is requested: every blob is then hashed. */
  readonly ledger: boolean;
  /** Absolute path of the working directory, which relative paths are resolved against. */
  readonly cwd: string;
  /** Absolute path of the folder that the packet's globs are relative to. */
  readonly packetRoot: string;
  /** Absolute path of the packet's own file, if it has one. */
  readonly packetFile?: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: ScanProgress) => void) | undefined;
  readonly observer?: ScanObserver | undefined;
}

/** A window of a text as it is scanned: `bytes` is UTF-8 and valid only during the call. */
export interface ObservedText extends TextWindow {
  readonly path: string;
  readonly view: readonly string[];
  readonly surface: Surface;
  /** The same object for all windows of a text. */
  readonly of: object;
}

/** Observes what is scanned, independently of the rules: every text after charset decoding, and the bytes of every part. */
export interface ScanObserver {
  text(text: ObservedText): void;
  /** Called for every part before it is read. The returned tap receives the bytes and is ended once all have been read. */
  part(path: string, view: readonly string[], size: number | undefined): ByteTap | undefined;
  /** Called for every allowed match, with its location. */
  passed?(location: Location, fingerprint: () => string): void;
}

/** Receives bytes as they are read. */
export interface ByteTap {
  take(bytes: Uint8Array): void;
  end(): void;
}

/** How far a run has got, for display. */
export interface ScanProgress {
  readonly blobs: number;
  readonly bytes: number;
  readonly findings: number;
}

const TURN_MS = 40;

/** Lets timers and signals run now and then: scanning itself is synchronous. */
export class Breather {
  #last = 0;

  /** A promise for one turn of the event loop if the last one was more than 40 ms ago, otherwise undefined. */
  breathe(): Promise<void> | undefined {
    return Date.now() - this.#last < TURN_MS ? undefined : this.#turn();
  }

  async #turn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#last = Date.now();
  }
}
