import { OutputGuard } from '../report/guard.ts';
import type { Secret } from '../secret.ts';
import type { Finding, Location, Place, ScanResult } from '../types.ts';

const MARK = '<redacted:value>';

/**
 * Makes a cleaner of names: a file, folder or archive member may be called after a secret that another file holds, as it
 * is or encoded.
 *
 * @returns the name with every found value taken out, in each form that the output guard knows
 */
export function nameCleaner(secrets: readonly Secret[]): (name: string) => string {
  if (secrets.length === 0) return (name) => name;
  const guard = new OutputGuard(secrets);
  const values = [...new Set(secrets.map((secret) => secret.reveal()))].sort((a, b) => b.length - a.length);
  const known = new Map<string, string>();
  const clean = (name: string): string => {
    if (!guard.check(name)) return name;
    const plain = values.reduce((text, value) => (value.length < 6 ? text : text.replaceAll(value, MARK)), name);
    if (!guard.check(plain)) return plain;
    // An encoded form: the step of the path that holds it goes, or the whole name where it spans several.
    const steps = plain.replace(/[^/]+/g, (step) => (guard.check(step) ? MARK : step));
    return guard.check(steps) ? MARK : steps;
  };
  return (name) => {
    const safe = known.get(name) ?? clean(name);
    known.set(name, safe);
    return safe;
  };
}

/** The result with every name in it cleaned. */
export function withCleanNames(result: ScanResult, clean: (name: string) => string): ScanResult {
  const place = <T extends { readonly path: string; readonly view: readonly string[] }>(item: T): T => ({
    ...item,
    path: clean(item.path),
    view: item.view.map(clean),
  });
  return {
    ...result,
    tool: { ...result.tool, packet: clean(result.tool.packet) },
    findings: result.findings.map((finding) => mapFinding(finding, place, clean)),
    allowed: result.allowed.map((allowed) => ({ ...allowed, location: place(allowed.location) })),
    skipped: result.skipped.map((skip) => ({ ...place(skip), detail: clean(skip.detail) })),
    ledger: result.ledger.map((entry) => ({
      ...place(entry),
      reason: entry.reason === null ? null : clean(entry.reason),
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
