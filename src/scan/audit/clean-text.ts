import type { Detector, DetectorState } from '../../detect/detector.ts';
import type { Span } from '../../types.ts';
import type { ViewFacts } from './decoded-look.ts';
import { differences } from './differences.ts';

const FIRST_SIZE = 64 * 1024;
/** Shorter texts are scanned in less time than it takes to compare them. */
const LEAST = 1024;
/** Longer texts are not kept. */
const MOST = 8 * 1024 * 1024;
/** Share of a text from which on it is scanned as a whole. */
const MOST_CHANGED = 0.5;

/** A text in which no rule matches as it stands. */
export interface Unmatched {
  readonly state: DetectorState;
  /** Where it differs from the text that was kept; undefined where it was looked at by itself. */
  readonly changes?: readonly Span[];
}

/** The last text in which nothing was found, so that of its other versions only what is new need be looked at. */
export class CleanText {
  #bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_SIZE);
  #length = 0;
  #state: DetectorState | undefined;
  /** What the views of the text that is kept depend on. */
  views: ViewFacts = { isFar: true, longest: 0 };

  /** Looks at a text as it stands; undefined where something is found, else what `keep` takes. */
  detect(detector: Detector, bytes: Buffer): Unmatched | undefined {
    const old = this.#state;
    if (old !== undefined && bytes.length >= LEAST) {
      const changes = differences(bytes, this.#bytes.subarray(0, this.#length));
      const changed = changes.reduce((sum, { start, end }) => sum + end - start, 0);
      if (changed <= bytes.length * MOST_CHANGED) {
        const state = { ...old };
        return detector.detectsNear(bytes, changes, state) ? undefined : { state, changes };
      }
    }
    const state = detector.newState();
    return detector.detect(bytes, { from: 0, to: bytes.length, base: 0 }, state).length > 0 ? undefined : { state };
  }

  /** Keeps a copy of a text in which nothing was found. @param views of it, where they were looked at */
  keep(bytes: Buffer, { state }: Unmatched, views?: ViewFacts): void {
    if (bytes.length < LEAST || bytes.length > MOST) return;
    if (bytes.length > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(Math.min(MOST, bytes.length * 2));
    this.#length = bytes.copy(this.#bytes);
    this.#state = state;
    this.views = views ?? { isFar: true, longest: 0 };
  }
}
