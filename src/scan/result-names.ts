import type { Secret } from '../secret.ts';
import type { ScanResult, Span } from '../types.ts';
import type { CollectorState } from './collector.ts';

/** Shorter values are words that may stand in any name. */
const SHORTEST = 8;
const MARK = '<redacted:value>';

/** For each name that holds one of some values: where they stand in it. Offsets are UTF-16 units. */
export type ValuePlaces = readonly (readonly [name: string, places: readonly Span[]])[];

/**
 * The result with every found value of 8 or more characters taken out of the names in it: a file, folder or archive member
 * may be called after the secret that another file holds.
 *
 * @param placesOf finds the values of the whole run in names
 */
export async function withoutValues(
  result: ScanResult,
  placesOf: (names: readonly string[]) => Promise<readonly ValuePlaces[]>,
): Promise<ScanResult> {
  const spans = new Map<string, Span[]>();
  for (const found of await placesOf(namesOf(result))) {
    for (const [name, places] of found) spans.set(name, [...(spans.get(name) ?? []), ...places]);
  }
  if (spans.size === 0) return result;
  const safe = new Map([...spans].map(([name, places]) => [name, marked(name, places)]));
  return mapNames(result, (name) => safe.get(name) ?? name);
}

/** What a collector gathered, with these values taken out of the names in it: it is to leave the thread that matched them. */
export function safeState(state: CollectorState, secrets: readonly Secret[]): CollectorState {
  const places = valuePlaces(namesOf(state), secrets);
  if (places.length === 0) return state;
  const safe = new Map(places.map(([name, spans]) => [name, marked(name, spans)]));
  return mapNames(state, (name) => safe.get(name) ?? name);
}

/** Where values of 8 or more characters stand in names. */
export function valuePlaces(names: readonly string[], secrets: readonly Secret[]): ValuePlaces {
  const values = [...new Set(secrets.map((secret) => secret.reveal()))].filter((value) => value.length >= SHORTEST);
  const all = names.join('\n');
  const present = values.filter((value) => all.includes(value));
  if (present.length === 0) return [];
  return names.flatMap((name) => {
    const places = present.flatMap((value) => occurrences(name, value));
    return places.length === 0 ? [] : [[name, places] as const];
  });
}

function occurrences(name: string, value: string): Span[] {
  const places: Span[] = [];
  for (let start = name.indexOf(value); start >= 0; start = name.indexOf(value, start + 1)) {
    places.push({ start, end: start + value.length });
  }
  return places;
}

/** The name with a mark in the place of all these spans; those that overlap get one. */
function marked(name: string, places: readonly Span[]): string {
  let text = '';
  let at = 0;
  for (const { start, end } of [...places].sort((a, b) => a.start - b.start)) {
    if (start >= at) text += name.slice(at, start) + MARK;
    at = Math.max(at, end);
  }
  return text + name.slice(at);
}

/** The parts of a result that hold names. */
type Named = Pick<ScanResult, 'findings' | 'allowed' | 'skipped' | 'ledger'>;

function namesOf(result: Named): string[] {
  const names = new Set<string>();
  mapNames(result, (name) => {
    names.add(name);
    return name;
  });
  return [...names];
}

function mapNames<T extends Named>(result: T, map: (name: string) => string): T {
  const place = <Item extends { readonly path: string; readonly view: readonly string[] }>(item: Item): Item => ({
    ...item,
    path: map(item.path),
    view: item.view.map(map),
  });
  return {
    ...result,
    findings: result.findings.map((finding) => ({ ...finding, location: place(finding.location) })),
    allowed: result.allowed.map((allowed) => ({ ...allowed, location: place(allowed.location) })),
    skipped: result.skipped.map((skip) => ({ ...place(skip), detail: map(skip.detail) })),
    ledger: result.ledger.map((entry) => ({
      ...place(entry),
      reason: entry.reason === null ? null : map(entry.reason),
    })),
  };
}
