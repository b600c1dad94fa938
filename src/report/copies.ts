import { namesPlaceAlone } from '../fingerprint-text.ts';
import { SEVERITIES, SURFACES } from '../types.ts';
import type { Finding, Surface } from '../types.ts';
import { grouped, plural } from './figures.ts';
import { shownInside, shownPlace } from './names.ts';

/** Places of a value behind the first that are written out; all are counted. */
const SHOWN_PLACES = 10;

/** Findings with one fingerprint, found and judged alike: of one value, or of one place's surroundings where no fingerprint tells the value. */
export type Copies = readonly [Finding, ...Finding[]];

/** Findings by surface, in the order of surfaces; those without any are left out. */
export function bySurface(findings: readonly Finding[]): readonly (readonly [Surface, readonly Finding[]])[] {
  const groups = grouped(findings, ({ surface }) => surface);
  return SURFACES.flatMap((surface) => {
    const list = groups.get(surface);
    return list === undefined ? [] : [[surface, list] as const];
  });
}

/** Findings gathered by fingerprint, in the order in which each came first. */
export function copiesOf(findings: readonly Finding[]): readonly Copies[] {
  const byValue = grouped(findings.entries(), ([index, finding]) => keyOf(finding) ?? String(index));
  return [...byValue.values()].map((list) => list.map(([, finding]) => finding) as unknown as Copies);
}

/** An audit gathers the places of a value itself; a finding of several parts shows each of them. */
function keyOf({ secret, surface, verdict, ...finding }: Finding): string | undefined {
  const { fingerprint, ruleId, confidence, places, parts } = finding;
  if (places !== undefined || parts !== undefined) return undefined;
  return [fingerprint, secret.length, ruleId, surface, verdict.by, confidence].join('\0');
}

function bySeverity([a]: Copies, [b]: Copies): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}

/** The `most` most severe values, in the order in which they came. */
export function mostSevere(values: readonly Copies[], most: number): readonly Copies[] {
  const chosen = new Set(values.toSorted(bySeverity).slice(0, most));
  return values.filter((copies) => chosen.has(copies));
}

/** `also at out/b.log:2:19`, for each place of a value behind the first. */
export function copyLines([, ...others]: Copies): readonly string[] {
  const more = others.length - SHOWN_PLACES;
  return [
    ...others.slice(0, SHOWN_PLACES).map((finding) => `also at ${placeOf(finding)}`),
    ...(more > 0 ? [`and at ${plural(more, 'more place')}: --format json lists all`] : []),
  ];
}

/** Places of a value behind the first that one line names. */
const SHOWN_IN_LINE = 3;

/** `also at out/b.log:2:19, out/c.log:7:1 and 58 more places`; undefined where there is one place. */
export function copyLine([, ...others]: Copies): string | undefined {
  if (others.length === 0) return undefined;
  const more = others.length - SHOWN_IN_LINE;
  const places = others.slice(0, SHOWN_IN_LINE).map(placeOf).join(', ');
  return `also at ${places}${more > 0 ? ` and ${plural(more, 'more place')}` : ''}`;
}

function placeOf({ location }: Finding): string {
  const within = shownInside(location);
  return `${shownPlace(location)}${within === '' ? '' : ` in ${within}`}`;
}

/** How many values the findings are of; undefined where each stands alone, and where not every value is told by its fingerprint. */
export function valueCount(findings: readonly Finding[]): number | undefined {
  if (findings.some(({ fingerprint, places }) => namesPlaceAlone(fingerprint) || places !== undefined))
    return undefined;
  const values = new Set(findings.map(({ fingerprint }) => fingerprint)).size;
  return values < findings.length ? values : undefined;
}
