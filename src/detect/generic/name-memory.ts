import { type NameKind, nameKind } from './name.ts';
import { qualifiedKind } from './qualified.ts';

/** What a name says about its value, and whether words after the credential word say what it is for. */
export interface JudgedName {
  readonly kind: NameKind;
  readonly isQualified: boolean;
}

/** Judges the name to the left of an assignment. */
export function judgeName(name: string): JudgedName {
  const kind = nameKind(name);
  return kind === 'none' ? { kind: qualifiedKind(name), isQualified: true } : { kind, isQualified: false };
}

const MOST_JUDGED = 4096;
/** Longer names rarely recur. */
const LONGEST_JUDGED = 40;

/** Caches judgements of names: the same few occur thousands of times in a log. */
export class NameMemory {
  readonly #judged = new Map<string, JudgedName>();

  /** As {@link judgeName}. */
  judge(name: string): JudgedName {
    if (name.length > LONGEST_JUDGED) return judgeName(name);
    const known = this.#judged.get(name);
    if (known !== undefined) return known;
    if (this.#judged.size >= MOST_JUDGED) this.#judged.clear();
    const judged = judgeName(name);
    // A copy: a slice would keep the text around it in memory.
    this.#judged.set(Buffer.from(name, 'latin1').toString('latin1'), judged);
    return judged;
  }
}
