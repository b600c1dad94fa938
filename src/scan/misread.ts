import { CoverageIndex } from '../detect/coverage-index.ts';
import type { Span } from '../types.ts';
import type { PlacedDetection } from './placed.ts';
import { isReadingOf, isUndoing } from './undone.ts';

/** The matcher that judges a value by its surroundings. */
const JUDGES = 'assignment';

/** Views that are the better reading of their content, and the spans of the text that they cover. */
export interface BetterReadings {
  readonly kinds: Set<string>;
  readonly spans: Span[];
}

/**
 * The matches in a text as it stands, without those that a view reads better. If a log prefixes each line, a
 * translation of "Password" looks like a password; and a value in JSON that contains a quotation mark has an extra
 * backslash.
 *
 * @param inViews matches found in views
 */
export function withoutMisread(
  raw: readonly PlacedDetection[],
  inViews: readonly PlacedDetection[],
  { kinds, spans }: BetterReadings,
): readonly PlacedDetection[] {
  const judged = raw.some(({ rule }) => rule.matcher === JUDGES);
  if (!judged || spans.length + inViews.length === 0) return raw;
  const covered = new CoverageIndex(spans);
  const found = new CoverageIndex(inViews.filter(({ view: [first] }) => kinds.has(first ?? '')));
  const readings = new Readings(inViews);
  return raw.filter((one) => {
    if (one.rule.matcher !== JUDGES) return true;
    if (covered.covers(one) && !found.covers({ start: one.end - 1, end: one.end })) return false;
    return !readings.has(one);
  });
}

/** A value may begin with an escape that is not part of the match in the undecoded text. */
const MOST_IN_FRONT = 16;

/** Matches in views that undo an encoding, by place. */
class Readings {
  readonly #found: readonly PlacedDetection[];

  constructor(inViews: readonly PlacedDetection[]) {
    this.#found = inViews.filter(({ view }) => isUndoing(view)).toSorted((a, b) => a.start - b.start);
  }

  /** Whether one of them reads the same value at the same place. */
  has(one: PlacedDetection): boolean {
    for (let index = this.#firstFrom(one.start - MOST_IN_FRONT); index < this.#found.length; index++) {
      const other = this.#found[index];
      if (other === undefined || other.start >= one.end) return false;
      if (other.end > one.start && isReadingOf(one.secret, other.secret, other.view)) return true;
    }
    return false;
  }

  #firstFrom(place: number): number {
    let low = 0;
    let high = this.#found.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#found[middle]?.start ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
