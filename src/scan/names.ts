import type { Detector } from '../detect/detector.ts';
import { withoutOverlaps } from '../detect/overlaps.ts';
import { shapeOf } from '../detect/wordlike.ts';
import { nameMark } from '../name-mark.ts';
import { detectInName } from './name-scan.ts';
import type { PlacedDetection } from './placed.ts';

/** Maximum length of a name, in UTF-16 units: Linux has no longer paths. The middle of a longer member name is omitted. */
const LONGEST = 4096;
/** Maximum number of names remembered, with at most a mebibyte's number of units in total. */
const MOST_KNOWN = 10_000;
const MOST_UNITS = 1024 * 1024;

/** Makes names from evidence (paths, archive members) safe to show by replacing secrets in them. */
export class SafeNames {
  readonly #detector: Detector;
  readonly #known: Map<string, string> = new Map();
  #units = 0;

  constructor(detector: Detector) {
    this.#detector = detector;
  }

  /** The name with every match of a rule, encoded ones included, replaced by `<redacted:rule>`. A very long name then loses its middle. */
  of(name: string): string {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_KNOWN || this.#units > MOST_UNITS) this.#forget();
    const safe = shortened(this.#redact(name));
    this.#known.set(name, safe);
    this.#units += name.length + safe.length;
    return safe;
  }

  /** Number of names remembered. */
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

/** Letters and digits that may be the rest of a value, and what such a part contains after its first character. */
const PARTS = /[A-Za-z\d]{6,}/g;
const MIXED = /[A-Z\d]/;

/**
 * What is kept of the text after a mark: a rule may match only the beginning of a value, or damage to the name may have
 * cut it. So an unbroken run that follows is also removed if it contains six characters that do not read as a word.
 */
function afterMark(text: string, at: number): string {
  const [row = ''] = at === 0 ? [] : (/^[^\s/\\]+/.exec(text) ?? []);
  const isRest = [...row.matchAll(PARTS)].some(([part]) => MIXED.test(part.slice(1)) && shapeOf(part).random > 0);
  return isRest ? text.slice(row.length) : text;
}

/** Merges overlapping matches: another reading of a name may cover more of a value than the most certain one, and none of it may stay. */
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

/** Only a redacted name may be cut: no rule would find half a value. */
function shortened(safe: string): string {
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST / 2)}…${safe.slice(1 - LONGEST / 2)}` : safe;
}
