import type { Detector } from '../../detect/detector.ts';
import type { Change } from '../../engine/changes.ts';
import type { KeywordHits } from '../../engine/keyword-hits.ts';
import type { ViewFacts } from './decoded-look.ts';
import { differences } from './differences.ts';

/** Number of texts kept: versions of a file on two branches alternate, and similar files follow each other. */
const MOST_TEXTS = 4;
/** Maximum size of all kept texts together, and of each one, in bytes. */
const MOST_BYTES = 16 * 1024 * 1024;
const LONGEST = 8 * 1024 * 1024;
/** Scanning a shorter text takes less time than comparing it. */
const SHORTEST = 1024;
/** If more than this share of a text has changed, it is scanned as a whole; if less, it is not compared with other texts. */
const MOST_CHANGED = 0.5;
const FEW_CHANGED = 0.1;
/** Maximum ratio of a text's length to that of the text it is compared with. */
const MOST_LONGER = 4;

/** A text in which nothing was found. */
interface Kept {
  /** Its bytes, with spare room after them. */
  readonly buffer: Buffer;
  readonly length: number;
  readonly hits: KeywordHits;
  /** What its views depend on. */
  readonly views: ViewFacts;
}

/** The kept text most similar to another one. */
interface Alike {
  readonly kept: Kept;
  /** Where the other text differs from it. */
  readonly changes: readonly Change[];
}

/** A text in which no rule matches, before decoding. */
export interface Unmatched {
  readonly hits: KeywordHits;
  /** The text it was compared with; undefined if it was scanned by itself. */
  readonly alike?: Alike;
}

/** The last texts in which nothing was found, so that only the changes in other versions of them need to be scanned. */
export class CleanText {
  /** Most recent first. */
  #kept: readonly Kept[] = [];

  /** Scans a text without decoding it. Returns undefined if something is found, otherwise the input of `keep`. */
  detect(detector: Detector, bytes: Buffer): Unmatched | undefined {
    const alike = bytes.length < SHORTEST ? undefined : this.#alike(bytes);
    const hits =
      alike === undefined ? detector.hitsIn(bytes) : detector.hitsNear(bytes, alike.changes, alike.kept.hits);
    return hits && { hits, ...(alike && { alike }) };
  }

  /** Keeps a copy of a text in which nothing was found, replacing the similar one. @param views of it, if they were scanned */
  keep(bytes: Buffer, { hits, alike }: Unmatched, views?: ViewFacts): void {
    if (bytes.length < SHORTEST || bytes.length > LONGEST) return;
    const others = this.#kept.filter((kept) => kept !== alike?.kept);
    const isFull = others.length === MOST_TEXTS || sizeOf(others) + bytes.length > MOST_BYTES;
    const dropped = alike?.kept ?? (isFull ? others.at(-1) : undefined);
    const fits = dropped !== undefined && dropped.buffer.length >= bytes.length;
    const buffer = fits ? dropped.buffer : Buffer.allocUnsafeSlow(Math.min(LONGEST, Math.ceil(bytes.length * 1.5)));
    const length = bytes.copy(buffer);
    const left = others.filter((kept) => kept !== dropped);
    while (sizeOf(left) + buffer.length > MOST_BYTES) left.pop();
    this.#kept = [{ buffer, length, hits, views: views ?? { isFar: true, isPrintable: false, longest: 0 } }, ...left];
  }

  /** The kept text most similar to the given one, if any is similar at all. */
  #alike(bytes: Buffer): Alike | undefined {
    let best: Alike | undefined;
    let least = bytes.length * MOST_CHANGED;
    for (const kept of this.#kept) {
      const { buffer, length } = kept;
      if (length > bytes.length * MOST_LONGER || length < bytes.length * MOST_CHANGED) continue;
      const changes = differences(bytes, buffer.subarray(0, length));
      const changed = changes.reduce((sum, { start, end }) => sum + end - start, 0);
      if (changed > least) continue;
      best = { kept, changes };
      least = changed;
      if (changed <= bytes.length * FEW_CHANGED) break;
    }
    return best;
  }
}

function sizeOf(texts: readonly Kept[]): number {
  return texts.reduce((sum, { buffer }) => sum + buffer.length, 0);
}
