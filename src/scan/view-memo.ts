import type { DecodedView } from '../view/decoded-view.ts';
import type { InsideFacts } from '../view/reach.ts';

/** Longer views are rarely met again. */
const LONGEST = 64 * 1024;
/** Characters that each of the two halves may hold. */
const MOST = 8 * 1024 * 1024;

/** What is known of a view of a text in which nothing was found, nor in views of it. */
export interface CleanView extends InsideFacts {
  /** Views inside it. */
  readonly views: number;
}

/**
 * Views in which nothing was found, by all that this depends on: their kind, their bytes and, where they are put together, where
 * that is. Versions of a file have most of their views in common. For one set of rules.
 */
export class ViewMemo {
  #young: Map<string, CleanView> = new Map();
  #old: ReadonlyMap<string, CleanView> = new Map();
  #size = 0;

  /** A name of the view; undefined where it is not to be kept. */
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
