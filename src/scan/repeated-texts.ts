import { hash } from 'node:crypto';
import type { Budget } from '../view/budget.ts';
import type { TextScan, WindowResult } from './text-scan.ts';
import type { PlacedDetection } from './placed.ts';
import type { TextWindow } from './window-reader.ts';

/** The result of scanning a text, and its cost. */
interface Kept {
  readonly detections: readonly PlacedDetection[];
  readonly views: ReadonlyMap<string, number>;
  /** Number of decoded bytes. */
  readonly spent: number;
  /** Number of nested views decoded. */
  readonly deepest: number;
}

/** Maximum number of texts remembered, and of detections in one of them. */
const MOST_TEXTS = 4096;
const MOST_DETECTIONS = 256;

/**
 * Remembers what was found in members of containers, by the SHA-256 of their text: layers of images, versions of a
 * package and copies of an archive contain the same files again. Texts that were not scanned to the end are not
 * remembered.
 */
export class RepeatedTexts {
  readonly #kept = new Map<string, Kept>();

  /**
   * Scans a text that fits in one window, or returns the result for an earlier identical text if this scan would give
   * the same.
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
