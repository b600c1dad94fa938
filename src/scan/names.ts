import type { Detector } from '../detect/detector.ts';
import { withoutOverlaps } from '../detect/overlaps.ts';
import { shapeOf } from '../detect/wordlike.ts';
import { nameMark } from '../name-mark.ts';
import { detectInName } from './name-scan.ts';
import type { PlacedDetection } from './placed.ts';

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
    for (const { start, end, ruleId } of rowsOf(detections)) {
      out += `${afterMark(bytes.toString('utf8', at, start), at)}${nameMark(ruleId)}`;
      at = end;
    }
    return out + afterMark(bytes.toString('utf8', at), at);
  }
}

/** Letters and digits that may be the rest of a value, and what one has behind its first character. */
const PARTS = /[A-Za-z\d]{6,}/g;
const MIXED = /[A-Z\d]/;

/**
 * What stays of the text behind a mark: a rule may know the beginning of a value alone, or what damaged a name may have cut it. So
 * what goes on without a border, and has six characters that read as no word, goes too.
 */
function afterMark(text: string, at: number): string {
  const [row = ''] = at === 0 ? [] : (/^[^\s/\\]+/.exec(text) ?? []);
  const isRest = [...row.matchAll(PARTS)].some(([part]) => MIXED.test(part.slice(1)) && shapeOf(part).random > 0);
  return isRest ? text.slice(row.length) : text;
}

/** What overlaps as one: another reading of a name may give more of a value than the surest, and nothing of it may stay. */
function rowsOf(detections: readonly PlacedDetection[]): { start: number; end: number; ruleId: string }[] {
  const rows: { start: number; end: number; ruleId: string }[] = [];
  const surest = withoutOverlaps(detections);
  for (const { start, end, rule } of detections.toSorted((a, b) => a.start - b.start)) {
    const last = rows.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else rows.push({ start, end, ruleId: rule.id });
  }
  for (const row of rows) {
    const first = surest.find(({ start, end }) => start < row.end && end > row.start);
    if (first !== undefined) row.ruleId = first.rule.id;
  }
  return rows;
}

/** Only what is redacted may be cut: half a value is none that a rule finds. */
function shortened(safe: string): string {
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST / 2)}…${safe.slice(1 - LONGEST / 2)}` : safe;
}
