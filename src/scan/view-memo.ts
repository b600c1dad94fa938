import type { DecodedView } from '../view/decoded-view.ts';
import type { InsideFacts } from '../view/reach.ts';

/** Longer views rarely recur. */
const LONGEST = 64 * 1024;
/** Maximum number of characters in each of the two halves. */
const MOST = 8 * 1024 * 1024;

/** What is known about a view in which nothing was found, nor in any view inside it. */
export interface CleanView extends InsideFacts {
  /** Number of views inside it. */
  readonly views: number;
}

/**
 * Views in which nothing was found, by everything this depends on: their kind, their bytes and, if they were joined,
 * the positions of the joints. Versions of a file share most of their views. Valid for one set of rules.
 */
export class ViewMemo {
  #young: Map<string, CleanView> = new Map();
  #old: ReadonlyMap<string, CleanView> = new Map();
  #size = 0;

  /** The key of a view, or undefined if it should not be kept. */
  keyOf({ kind, bytes, joints }: DecodedView): string | undefined {
    if (bytes.length > LONGEST) return undefined;
    return `${kind}\0${joints?.layout ?? ''}\0${bytes.toString('latin1')}`;
  }

  get(key: string): CleanView | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, view: CleanView): void {
    if (this.#size + key.length > MOST) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#size = 0;
    }
    this.#young.set(key, view);
    this.#size += key.length;
  }
}
