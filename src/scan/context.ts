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
  /** Values that earlier versions of the blob under scan hold. */
  readonly committed?: ReadonlySet<string>;
  /** The project's fingerprint key. */
  readonly key: Uint8Array | undefined;
  /** Whether a ledger is wanted: every blob is then hashed. */
  readonly ledger: boolean;
  /** Absolute working directory, from which relative paths count. */
  readonly cwd: string;
  /** Absolute folder of which the packet's globs speak. */
  readonly packetRoot: string;
  /** Absolute path of the packet's own file, if it has one. */
  readonly packetFile?: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: ScanProgress) => void) | undefined;
  readonly observer?: ScanObserver | undefined;
}

/** A window of a text as it is scanned: `bytes` is UTF-8 and valid during the call alone. */
export interface ObservedText extends TextWindow {
  readonly path: string;
  readonly view: readonly string[];
  readonly surface: Surface;
  /** The same object for all windows of one text. */
  readonly of: object;
}

/** Looks at what is scanned beside the rules: every text after charset decoding, and every part's bytes. */
export interface ScanObserver {
  text(text: ObservedText): void;
  /** Asked for every part before it is read; what it gives is handed the bytes, and is ended where all were read. */
  part(path: string, view: readonly string[], size: number | undefined): ByteTap | undefined;
  /** Told of every match that is let pass, with where it stands. */
  passed?(location: Location, fingerprint: () => string): void;
}

/** Is handed bytes as they pass. */
export interface ByteTap {
  take(bytes: Uint8Array): void;
  end(): void;
}

/** How far a run is, for people who wait. */
export interface ScanProgress {
  readonly blobs: number;
  readonly bytes: number;
  readonly findings: number;
}

const TURN_MS = 40;

/** Lets timers and signals have their turn now and then: scanning itself is synchronous. */
export class Breather {
  #last = 0;

  /** What is to be waited for, a turn of the event loop, if the last one is more than 40 ms ago. */
  breathe(): Promise<void> | undefined {
    return Date.now() - this.#last < TURN_MS ? undefined : this.#turn();
  }

  async #turn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#last = Date.now();
  }
}
