import type { Detector } from '../detect/detector.ts';
import { withoutOverlaps } from '../detect/overlaps.ts';

/** Longest name that is shown; the middle of a longer one is left out. */
const MAX_NAME = 1024;

/** Makes names that come from evidence (paths, archive members) safe to show: a secret inside one is replaced. */
export class SafeNames {
  readonly #detector: Detector;
  readonly #known: Map<string, string> = new Map();

  constructor(detector: Detector) {
    this.#detector = detector;
  }

  /** The name with every match of a rule in it replaced by `<redacted:rule>`. */
  of(name: string): string {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    if (this.#known.size > 10_000) this.#known.clear();
    const safe = this.#redact(name.length > MAX_NAME ? `${name.slice(0, 512)}…${name.slice(-511)}` : name);
    this.#known.set(name, safe);
    return safe;
  }

  #redact(name: string): string {
    const bytes = Buffer.from(name, 'utf8');
    const detections = this.#detector.detectWhole(bytes);
    if (detections.length === 0) return name;
    let out = '';
    let at = 0;
    for (const { start, end, rule } of withoutOverlaps(detections.map((found) => ({ ...found, view: [] })))) {
      out += `${bytes.toString('utf8', at, start)}<redacted:${rule.id}>`;
      at = end;
    }
    return out + bytes.toString('utf8', at);
  }
}
