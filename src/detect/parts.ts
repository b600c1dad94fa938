import type { RuleInfo, Span } from '../types.ts';

/** Something that belongs to a credential and is no secret itself: a user, a key id. */
export interface Part extends Span {
  /** Name of the pattern's group, or id of the rule that found it. */
  readonly name: string;
}

/** What joining needs of a detection. */
export interface Joinable extends Span {
  readonly rule: RuleInfo & { readonly parts?: readonly string[] };
  readonly view: readonly string[];
  /** Parts that lie in the same match. */
  readonly parts?: readonly Part[];
}

/** Most bytes between a secret and a part of it that another rule finds: a few lines of configuration. */
const REACH = 400;

/**
 * Makes one detection of a secret and the identifiers that its rule names as parts, where they stand near each other in
 * the same text: the nearest of each rule, none twice.
 *
 * @param detections in the order of their places, without overlaps
 */
export function joinParts<D extends Joinable>(detections: readonly D[]): D[] {
  const taken = new Set<D>();
  const joined = detections.map((detection) => {
    const parts = (detection.rule.parts ?? []).flatMap((name) => {
      const part = nearest(detection, name, detections, taken);
      if (part === undefined) return [];
      taken.add(part);
      return [{ name, start: part.start, end: part.end }];
    });
    return parts.length === 0 ? detection : { ...detection, parts: [...(detection.parts ?? []), ...parts] };
  });
  return joined.filter((_, index) => !taken.has(detections[index] as D));
}

function nearest<D extends Joinable>(
  detection: D,
  ruleId: string,
  others: readonly D[],
  taken: ReadonlySet<D>,
): D | undefined {
  let best: D | undefined;
  for (const other of others) {
    if (other.rule.id !== ruleId || taken.has(other) || !isSameText(detection, other)) continue;
    if (gap(detection, other) <= (best === undefined ? REACH : gap(detection, best) - 1)) best = other;
  }
  return best;
}

function isSameText(a: Joinable, b: Joinable): boolean {
  return a.view.join('>') === b.view.join('>');
}

function gap(a: Span, b: Span): number {
  return Math.max(a.start, b.start) - Math.min(a.end, b.end);
}
