import type { Secret } from '../secret.ts';
import type { Finding, Location, Place, ScanResult } from '../types.ts';

/** Shorter values are words that may stand in any name. */
const SHORTEST = 8;
const MARK = '<redacted:value>';

/**
 * The result with every found value of 8 or more characters taken out of the names in it: a file, folder or archive member
 * may be called after the secret that another file holds.
 */
export function withoutValues(result: ScanResult, secrets: readonly Secret[]): ScanResult {
  const values = [...new Set(secrets.map((secret) => secret.reveal()))].filter((value) => value.length >= SHORTEST);
  const names = namesOf(result);
  const all = [...names].join('\n');
  const present = values.filter((value) => all.includes(value)).sort((a, b) => b.length - a.length);
  if (present.length === 0) return result;
  const safe = new Map<string, string>();
  for (const name of names) {
    safe.set(
      name,
      present.reduce((text, value) => text.replaceAll(value, MARK), name),
    );
  }
  return mapNames(result, (name) => safe.get(name) ?? name);
}

function namesOf(result: ScanResult): Set<string> {
  const names = new Set<string>();
  mapNames(result, (name) => {
    names.add(name);
    return name;
  });
  return names;
}

function mapNames(result: ScanResult, map: (name: string) => string): ScanResult {
  const place = <T extends { readonly path: string; readonly view: readonly string[] }>(item: T): T => ({
    ...item,
    path: map(item.path),
    view: item.view.map(map),
  });
  return {
    ...result,
    findings: result.findings.map((finding) => mapFinding(finding, place, map)),
    allowed: result.allowed.map((allowed) => ({ ...allowed, location: place(allowed.location) })),
    skipped: result.skipped.map((skip) => ({ ...place(skip), detail: map(skip.detail) })),
    ledger: result.ledger.map((entry) => ({
      ...place(entry),
      reason: entry.reason === null ? null : map(entry.reason),
    })),
  };
}

function mapFinding(finding: Finding, place: (item: Location) => Location, map: (name: string) => string): Finding {
  const { places, ...rest } = finding;
  const mapPlace = (one: Place): Place => ({
    ...one,
    location: place(one.location),
    ...(one.author === undefined ? {} : { author: map(one.author) }),
    refs: one.refs.map(map),
  });
  const mapped = places === undefined ? {} : { places: places.map(mapPlace) };
  return { ...rest, location: place(finding.location), ...mapped };
}
