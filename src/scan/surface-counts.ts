import { SURFACES, type Surface, type SurfaceSummary } from '../types.ts';

type Counts = { -readonly [Field in keyof SurfaceSummary]: SurfaceSummary[Field] };

const FIELDS = ['files', 'bytes', 'views', 'findings', 'skipped'] as const;

function noCounts(): Counts {
  return { files: 0, bytes: 0, views: 0, findings: 0, skipped: 0 };
}

/** Counts of what was read, found and skipped, by surface. */
export class SurfaceCounts {
  readonly #counts: Map<Surface, Counts> = new Map();

  add(surface: Surface, added: Partial<SurfaceSummary>): void {
    const counts = this.#counts.get(surface) ?? noCounts();
    this.#counts.set(surface, counts);
    for (const field of FIELDS) counts[field] += added[field] ?? 0;
  }

  /** Resets the number of findings: the grouped ones that replace them will be counted. */
  forgetFindings(): void {
    for (const counts of this.#counts.values()) counts.findings = 0;
  }

  clear(): void {
    this.#counts.clear();
  }

  /** A copy of all counts. */
  entries(): (readonly [Surface, SurfaceSummary])[] {
    return [...this.#counts].map(([surface, counts]) => [surface, { ...counts }]);
  }

  /** The counts of each surface in report order, and the totals. */
  summary(): { readonly bySurface: Partial<Record<Surface, SurfaceSummary>>; readonly total: SurfaceSummary } {
    const bySurface: Partial<Record<Surface, SurfaceSummary>> = {};
    const total = noCounts();
    for (const surface of SURFACES) {
      const counts = this.#counts.get(surface);
      if (counts === undefined) continue;
      bySurface[surface] = counts;
      for (const field of FIELDS) total[field] += counts[field];
    }
    return { bySurface, total };
  }
}
