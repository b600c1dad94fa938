import { namesPlaceAlone } from '../fingerprint-text.ts';
import type { Finding } from '../types.ts';
import { grouped, plural } from './figures.ts';
import { shownInside, shownPlace } from './names.ts';

/** Places of a value behind the first that are written out; all are counted. */
const SHOWN_PLACES = 10;

/** Findings of one value, found and judged alike; a finding whose value no fingerprint tells stands alone. */
export type Copies = readonly [Finding, ...Finding[]];

/** Findings gathered by value, in the order in which each value came first. */
export function copiesOf(findings: readonly Finding[]): readonly Copies[] {
  const byValue = grouped(findings.entries(), ([index, finding]) => keyOf(finding) ?? String(index));
  return [...byValue.values()].map((list) => list.map(([, finding]) => finding) as unknown as Copies);
}

/** An audit gathers the places of a value itself; a finding of several parts shows each of them. */
function keyOf({ fingerprint, ruleId, surface, verdict, confidence, places, parts }: Finding): string | undefined {
  if (namesPlaceAlone(fingerprint) || places !== undefined || parts !== undefined) return undefined;
  return [fingerprint, ruleId, surface, verdict.by, confidence].join('\0');
}

/** `also at out/b.log:2:19`, for each place of a value behind the first. */
export function copyLines([, ...others]: Copies): readonly string[] {
  const more = others.length - SHOWN_PLACES;
  return [
    ...others.slice(0, SHOWN_PLACES).map(({ location }) => {
      const within = shownInside(location);
      return `also at ${shownPlace(location)}${within === '' ? '' : ` in ${within}`}`;
    }),
    ...(more > 0 ? [`and at ${plural(more, 'more place')}: --format json lists all`] : []),
  ];
}

/** How many values the findings are of; undefined where each stands alone, and where not every value is told by its fingerprint. */
export function valueCount(findings: readonly Finding[]): number | undefined {
  if (findings.some(({ fingerprint, places }) => namesPlaceAlone(fingerprint) || places !== undefined))
    return undefined;
  const values = new Set(findings.map(({ fingerprint }) => fingerprint)).size;
  return values < findings.length ? values : undefined;
}
