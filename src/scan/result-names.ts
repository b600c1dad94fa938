import { isPlainWord } from '../detect/wordlike.ts';
import { SHORTEST_MARKED, VALUE_MARK } from '../name-mark.ts';
import { OutputGuard } from '../report/guard.ts';
import type { Secret } from '../secret.ts';
import type { Finding, Location, Place, ScanResult } from '../types.ts';
import { ValueHeads } from './value-heads.ts';
import { ValueParts } from './value-parts.ts';

/**
 * Removes found values from names: a file, folder or archive member may be named after a secret that another file
 * contains, as it is or encoded, in every form that the output guard knows.
 */
export class NameCleaner {
  readonly #guard: OutputGuard = new OutputGuard([]);
  readonly #values: Set<string> = new Set();
  readonly #heads: ValueHeads = new ValueHeads();
  readonly #parts: ValueParts = new ValueParts();
  readonly #known: Map<string, string> = new Map();
  /** The values, longest first. Computed when first needed. */
  #sorted: readonly string[] | undefined;

  constructor(secrets: Iterable<Secret> = []) {
    this.add(secrets);
  }

  /** Adds values found since. */
  add(secrets: Iterable<Secret>): void {
    for (const secret of secrets) {
      const value = secret.reveal();
      if (this.#values.has(value)) continue;
      this.#values.add(value);
      this.#guard.add([secret]);
      this.#heads.add(value);
      this.#parts.add(value);
      this.#sorted = undefined;
      this.#known.clear();
    }
  }

  /** The name without any of the values and without any eleven-character part of one. */
  clean(name: string): string {
    if (this.#values.size === 0) return name;
    const safe = this.#known.get(name) ?? this.#cleaned(name);
    this.#known.set(name, safe);
    return safe;
  }

  #cleaned(name: string): string {
    const head = this.#heads.atEnd(name);
    const whole = head === undefined ? this.#whole(name) : `${this.#whole(name.slice(0, head))}${VALUE_MARK}`;
    return this.#parts.clean(whole);
  }

  #whole(name: string): string {
    const guard = this.#guard;
    if (!guard.check(name)) return name;
    this.#sorted ??= [...this.#values].sort((a, b) => b.length - a.length);
    const plain = this.#sorted.reduce(
      (text, value) =>
        value.length < SHORTEST_MARKED || isPlainWord(value) ? text : text.replaceAll(value, VALUE_MARK),
      name,
    );
    if (!guard.check(plain)) return plain;
    // An encoded form: remove the path step that contains it, or the whole name if it spans several.
    const steps = plain.replace(/[^/]+/g, (step) => (guard.check(step) ? VALUE_MARK : step));
    return guard.check(steps) ? VALUE_MARK : steps;
  }
}

/** The parts of a result that contain names. */
type Named = Pick<ScanResult, 'findings' | 'allowed' | 'skipped' | 'ledger'>;

type NamedPlace = Pick<Location, 'path' | 'view' | 'field' | 'option'>;

/** All distinct names in a result. */
export function namesOf(result: ScanResult): string[] {
  const names = new Set<string>();
  withCleanNames(result, (name) => {
    names.add(name);
    return name;
  });
  return [...names];
}

/** The result with every name in it cleaned. */
export function withCleanNames(result: ScanResult, clean: (name: string) => string): ScanResult {
  const tool = { ...result.tool, packet: clean(result.tool.packet) };
  return { ...mapNames(result, clean), tool };
}

/** A part of a result with every name in it mapped. */
export function mapNames<T extends Named>(part: T, map: (name: string) => string): T {
  const place = <Item extends NamedPlace>(item: Item): Item => ({
    ...item,
    path: map(item.path),
    view: item.view.map(map),
    ...(item.field === undefined ? {} : { field: map(item.field) }),
    ...(item.option === undefined ? {} : { option: map(item.option) }),
  });
  return {
    ...part,
    findings: part.findings.map((finding) => mapFinding(finding, place, map)),
    allowed: part.allowed.map((allowed) => ({ ...allowed, location: place(allowed.location) })),
    skipped: part.skipped.map((skip) => ({ ...place(skip), detail: map(skip.detail) })),
    ledger: part.ledger.map((entry) => ({
      ...place(entry),
      reason: entry.reason === null ? null : map(entry.reason),
    })),
  };
}

function mapFinding(finding: Finding, place: (item: Location) => Location, map: (name: string) => string): Finding {
  const { places, parts, ...rest } = finding;
  const mapPlace = (one: Place): Place => ({
    ...one,
    location: place(one.location),
    ...(one.author === undefined ? {} : { author: map(one.author) }),
    refs: one.refs.map(map),
  });
  return {
    ...rest,
    location: place(finding.location),
    ...(places && { places: places.map(mapPlace) }),
    ...(parts && { parts: parts.map((part) => ({ ...part, location: place(part.location) })) }),
  };
}
