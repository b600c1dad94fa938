import type { Detector } from '../../detect/detector.ts';
import type { Change } from '../../engine/changes.ts';
import type { KeywordHits } from '../../engine/keyword-hits.ts';
import type { ViewFacts } from './decoded-look.ts';
import { differences } from './differences.ts';

/** Texts that are kept: versions of a file on two branches come in turn, and files that are alike follow each other. */
const MOST_TEXTS = 4;
/** Bytes of them in all, and of one. */
const MOST_BYTES = 16 * 1024 * 1024;
const LONGEST = 8 * 1024 * 1024;
/** Shorter texts are scanned in less time than it takes to compare them. */
const SHORTEST = 1024;
/** Share of a text from which on it is scanned as a whole, and below which no other text is compared with it. */
const MOST_CHANGED = 0.5;
const FEW_CHANGED = 0.1;
/** How many times as long a text may be as one that is compared with it. */
const MOST_LONGER = 4;

/** A text in which nothing was found. */
interface Kept {
  /** Its bytes, with room behind them. */
  readonly buffer: Buffer;
  readonly length: number;
  readonly hits: KeywordHits;
  /** What its views depend on. */
  readonly views: ViewFacts;
}

/** The kept text that another one is most like. */
interface Alike {
  readonly kept: Kept;
  /** Where the other one differs from it. */
  readonly changes: readonly Change[];
}

/** A text in which no rule matches as it stands. */
export interface Unmatched {
  readonly hits: KeywordHits;
  /** What it was compared with; undefined where it was looked at by itself. */
  readonly alike?: Alike;
}

/** The last texts in which nothing was found, so that of their other versions only what is new need be looked at. */
export class CleanText {
  /** The last one first. */
  #kept: readonly Kept[] = [];

  /** Looks at a text as it stands; undefined where something is found, else what `keep` takes. */
  detect(detector: Detector, bytes: Buffer): Unmatched | undefined {
    const alike = bytes.length < SHORTEST ? undefined : this.#alike(bytes);
    const hits =
      alike === undefined ? detector.hitsIn(bytes) : detector.hitsNear(bytes, alike.changes, alike.kept.hits);
    return hits && { hits, ...(alike && { alike }) };
  }

  /** Keeps a copy of a text in which nothing was found, in place of the one that it is like. @param views of it, where they were looked at */
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

  /** The text that is most like the given one, if one is like it at all. */
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
