import { hash } from 'node:crypto';
import type { Budget } from '../view/budget.ts';
import type { TextScan, WindowResult } from './text-scan.ts';
import type { PlacedDetection } from './placed.ts';
import type { TextWindow } from './window-reader.ts';

/** What the scan of a text gave, and what it took. */
interface Kept {
  readonly detections: readonly PlacedDetection[];
  readonly views: ReadonlyMap<string, number>;
  /** Decoded bytes. */
  readonly spent: number;
  /** How many views deep it was decoded. */
  readonly deepest: number;
}

/** Texts that are remembered, and detections of one of them, at most. */
const MOST_TEXTS = 4096;
const MOST_DETECTIONS = 256;

/**
 * Remembers what was found in members of containers, by the SHA-256 of their text: layers of images, versions of a package
 * and copies of an archive hold the same files again. What was not looked at to the end is not remembered.
 */
export class RepeatedTexts {
  readonly #kept = new Map<string, Kept>();

  /**
   * Scans a text that is one window, or gives what the scan of the same text gave where this one would be no other.
   *
   * @param scan of this text, at `depth` containers
   * @param decode as for `TextScan.scan`
   */
  scan(scan: TextScan, window: TextWindow, decode: boolean, budget: Budget, depth: number): WindowResult {
    const key = `${decode} ${scan.surface} ${hash('sha256', window.bytes, 'base64')}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined && depth + kept.deepest < budget.maxDepth && budget.spend(kept.spent)) {
      for (const [kind, count] of kept.views) scan.views.set(kind, count);
      return { detections: kept.detections, containers: [], to: window.to };
    }
    const before = budget.spent;
    const result = scan.scan(window, decode);
    const { detections, containers } = result;
    if (containers.length === 0 && detections.length <= MOST_DETECTIONS && !scan.isIncomplete) {
      if (this.#kept.size >= MOST_TEXTS) this.#kept.clear();
      this.#kept.set(key, { detections, views: scan.views, spent: budget.spent - before, deepest: scan.deepest });
    }
    return result;
  }
}
