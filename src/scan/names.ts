import type { Detector } from '../detect/detector.ts';
import { withoutOverlaps } from '../detect/overlaps.ts';
import { nameMark } from '../name-mark.ts';
import { detectInName } from './name-scan.ts';

/** Longest name that is kept, in UTF-16 units: Linux has no longer paths. The middle of a longer member's name is left out. */
const LONGEST = 4096;
/** Names that are remembered, of at most as many units together as a megabyte has bytes. */
const MOST_KNOWN = 10_000;
const MOST_UNITS = 1024 * 1024;

/** Makes names that come from evidence (paths, archive members) safe to show: a secret inside one is replaced. */
export class SafeNames {
  readonly #detector: Detector;
  readonly #known: Map<string, string> = new Map();
  #units = 0;

  constructor(detector: Detector) {
    this.#detector = detector;
  }

  /** The name with every match of a rule in it, encoded ones too, replaced by `<redacted:rule>`; then, where it is very long, without its middle. */
  of(name: string): string {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_KNOWN || this.#units > MOST_UNITS) this.#forget();
    const safe = shortened(this.#redact(name));
    this.#known.set(name, safe);
    this.#units += name.length + safe.length;
    return safe;
  }

  /** How many names are remembered. */
  get size(): number {
    return this.#known.size;
  }

  #forget(): void {
    this.#known.clear();
    this.#units = 0;
  }

  #redact(name: string): string {
    const detections = detectInName(name, this.#detector);
    if (detections.length === 0) return name;
    const bytes = Buffer.from(name, 'utf8');
    let out = '';
    let at = 0;
    for (const { start, end, rule } of withoutOverlaps(detections)) {
      out += `${bytes.toString('utf8', at, start)}${nameMark(rule.id)}`;
      at = end;
    }
    return out + bytes.toString('utf8', at);
  }
}

/** Only what is redacted may be cut: half a value is none that a rule finds. */
function shortened(safe: string): string {
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST / 2)}…${safe.slice(1 - LONGEST / 2)}` : safe;
}
