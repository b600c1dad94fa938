import type { RuleInfo, Span } from '../types.ts';

/** Something that belongs to a credential without being secret: a user, a key id. */
export interface Part extends Span {
  /** Name of the pattern's group, or id of the rule that found it. */
  readonly name: string;
}

/** What joining needs to know of a detection. */
export interface Joinable extends Span {
  readonly rule: RuleInfo & { readonly parts?: readonly string[] };
  readonly view: readonly string[];
  /** Parts in the same match. */
  readonly parts?: readonly Part[];
}

/** Maximum bytes between a secret and a part that another rule finds: a few lines of configuration. */
const REACH = 400;

/**
 * Joins a secret and the identifiers that its rule names as parts into one detection if they are close to each other in the same text: the
 * nearest of each rule, each used once.
 *
 * @param detections in order of position, without overlaps
 */
export function joinParts<D extends Joinable>(detections: readonly D[]): D[] {
  const taken = new Set<D>();
  const joined = detections.map((detection, index) => {
    const names = detection.rule.parts ?? [];
    const neighbours = names.length === 0 ? [] : neighboursOf(detections, index);
    const parts = names.flatMap((name) => {
      const part = nearest(
        detection,
        neighbours.filter((other) => other.rule.id === name && !taken.has(other)),
      );
      if (part === undefined) return [];
      taken.add(part);
      return [{ name, start: part.start, end: part.end }];
    });
    return parts.length === 0 ? detection : { ...detection, parts: [...(detection.parts ?? []), ...parts] };
  });
  return joined.filter((_, index) => !taken.has(detections[index] as D));
}

/** The detections in the same text within reach of the one at an index, in order. */
function neighboursOf<D extends Joinable>(detections: readonly D[], index: number): readonly D[] {
  const detection = detections[index] as D;
  const isNear = (other: D | undefined): other is D => other !== undefined && gap(detection, other) <= REACH;
  let [first, end] = [index, index + 1];
  while (isNear(detections[first - 1])) first--;
  while (isNear(detections[end])) end++;
  return detections.slice(first, end).filter((other) => other !== detection && isSameText(detection, other));
}

function nearest<D extends Span>(detection: D, others: readonly D[]): D | undefined {
  const [first, ...rest] = others;
  if (first === undefined) return undefined;
  return rest.reduce((best, other) => (gap(detection, other) < gap(detection, best) ? other : best), first);
}

function isSameText(a: Joinable, b: Joinable): boolean {
  return a.view.join('>') === b.view.join('>');
}

function gap(a: Span, b: Span): number {
  return Math.max(a.start, b.start) - Math.min(a.end, b.end);
}
