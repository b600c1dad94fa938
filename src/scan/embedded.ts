import { createHash } from 'node:crypto';
import type { Span } from '../types.ts';
import type { EmbeddedContainer } from './text-scan.ts';

/**
 * The distinct containers among those that decoding found in a text: the same one turns up again in views that undo
 * other encodings around it. Of equal ones, the one with the fewest steps is kept.
 */
export function distinctContainers(containers: readonly EmbeddedContainer[]): readonly EmbeddedContainer[] {
  if (containers.length < 2) return containers;
  const byContent = new Map<string, EmbeddedContainer>();
  for (const container of containers) {
    const key = createHash('sha256').update(container.bytes).digest('base64');
    const known = byContent.get(key);
    if (known === undefined || container.view.length < known.view.length) byContent.set(key, container);
  }
  return [...byContent.values()];
}

const NOWHERE: Span = { start: 0, end: 0 };

/** The span of the container's digits in the text. */
function regionOf({ regions }: EmbeddedContainer): Span {
  return regions.at(-1) ?? NOWHERE;
}

/**
 * Groups containers by place. Those in a group overlap in the text, so they are alternative readings of the same
 * digits, and only one is right. Groups and their members keep the given order.
 */
export function readingsOf(containers: readonly EmbeddedContainer[]): readonly (readonly EmbeddedContainer[])[] {
  if (containers.length < 2) return containers.map((one) => [one]);
  const indexes = containers.map((_, index) => index);
  const placeOf = (index: number): Span => regionOf(containers[index] as EmbeddedContainer);
  const groups: number[][] = [];
  let end = 0;
  for (const index of indexes.toSorted((a, b) => placeOf(a).start - placeOf(b).start || a - b)) {
    const region = placeOf(index);
    if (region.start < end) groups.at(-1)?.push(index);
    else groups.push([index]);
    end = Math.max(end, region.end);
  }
  const ordered = groups.map((group) => group.toSorted((a, b) => a - b)).toSorted(([a = 0], [b = 0]) => a - b);
  return ordered.map((group) => group.flatMap((index) => containers[index] ?? []));
}

/** Whether nearly all of what `one` was read from is also part of `other`. */
export function isWithin(one: EmbeddedContainer, other: EmbeddedContainer): boolean {
  const [inner, outer] = [regionOf(one), regionOf(other)];
  const shared = Math.min(inner.end, outer.end) - Math.max(inner.start, outer.start);
  return shared >= 0.9 * (inner.end - inner.start);
}
