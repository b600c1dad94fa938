import type { Secret } from '../secret.ts';
import type { FindingSink } from './held-findings.ts';
import type {
  Allowed,
  AuditSummary,
  EvidenceSurface,
  Finding,
  KnownSummary,
  LedgerEntry,
  RuleInfo,
  ScanResult,
  Skip,
  Summary,
  Surface,
  SurfaceSummary,
  ToolInfo,
} from '../types.ts';
import { SURFACES } from '../types.ts';

type Counts = { -readonly [Field in keyof SurfaceSummary]: SurfaceSummary[Field] };

/** What the end of a run adds to what was collected. */
export interface RunEnd {
  readonly tool: ToolInfo;
  readonly notes: readonly string[];
  /** Required surfaces that were not found. */
  readonly missing: readonly EvidenceSurface[];
  readonly enforced: boolean;
  /** Whether a run that looked at nothing is incomplete. @default false */
  readonly needsFiles?: boolean;
  readonly audit?: AuditSummary;
  readonly known?: KnownSummary | undefined;
}

/** All that a collector has gathered but values, as plain data. */
export interface CollectorState {
  readonly findings: readonly Finding[];
  readonly allowed: readonly Allowed[];
  readonly skipped: readonly (Skip & { readonly accepted: boolean })[];
  readonly ledger: readonly LedgerEntry[];
  /** Ids of the rules that the findings name. */
  readonly rules: readonly string[];
  readonly surfaces: readonly (readonly [Surface, SurfaceSummary])[];
  readonly excluded: number;
}

/** Gathers what a run finds, skips and reads, and makes the result of it. */
export class Collector implements FindingSink {
  #findings: Finding[] = [];
  #allowed: Allowed[] = [];
  #skipped: (Skip & { accepted: boolean })[] = [];
  #ledger: LedgerEntry[] = [];
  readonly #rules: Map<string, RuleInfo> = new Map();
  readonly #secrets: Secret[] = [];
  /** The value of each finding, by its number. */
  readonly #values: Secret[] = [];
  readonly #surfaces: Map<Surface, Counts> = new Map();
  #excluded = 0;

  /** Every value that was matched, for the guard that reads each report before it is written. */
  get secrets(): readonly Secret[] {
    return this.#secrets;
  }

  /** The values of the findings that were made in this thread and not handed over. */
  get told(): readonly Secret[] {
    return this.#values;
  }

  get findingCount(): number {
    return this.#findings.length;
  }

  secret(secret: Secret): void {
    this.#secrets.push(secret);
  }

  finding(finding: Finding, rule: RuleInfo, secret: Secret): void {
    this.#findings.push(finding);
    this.#values.push(secret);
    this.#rules.set(rule.id, rule);
    this.#counts(finding.surface).findings++;
  }

  allowed(allowed: Allowed): void {
    this.#allowed.push(allowed);
  }

  /** @param accepted whether the packet lets this part stay unread */
  skip(skip: Skip, surface: Surface | undefined, accepted: boolean): void {
    this.#skipped.push({ ...skip, accepted });
    if (!accepted && surface !== undefined) this.#counts(surface).skipped++;
  }

  excluded(skip: Skip): void {
    this.#excluded++;
    this.ledger({
      path: skip.path,
      view: skip.view,
      surface: null,
      sha256: null,
      bytes: 0,
      views: {},
      status: 'excluded',
      reason: `${skip.reason}: ${skip.detail}`,
      findings: 0,
    });
  }

  blob(surface: Surface, bytes: number, views: number, files: number = 1): void {
    const counts = this.#counts(surface);
    counts.files += files;
    counts.bytes += bytes;
    counts.views += views;
  }

  ledger(entry: LedgerEntry): void {
    this.#ledger.push(entry);
  }

  /** Takes over all that another one gathered. */
  absorb(other: Collector): void {
    for (const finding of other.#findings) this.#findings.push(finding);
    for (const value of other.#values) this.#values.push(value);
    for (const allowed of other.#allowed) this.#allowed.push(allowed);
    for (const skip of other.#skipped) this.#skipped.push(skip);
    for (const entry of other.#ledger) this.#ledger.push(entry);
    for (const secret of other.#secrets) this.#secrets.push(secret);
    for (const [id, rule] of other.#rules) this.#rules.set(id, rule);
    for (const [surface, counts] of other.#surfaces) {
      const sum = this.#counts(surface);
      for (const field of Object.keys(counts) as (keyof Counts)[]) sum[field] += counts[field];
    }
    this.#excluded += other.#excluded;
  }

  /** How many matches and skips there are, to tell later what came since. */
  mark(): { readonly matches: number; readonly skips: number } {
    return { matches: this.#findings.length + this.#allowed.length, skips: this.#skipped.length };
  }

  /** Whether anything was not looked at that the packet wants looked at. */
  get isIncomplete(): boolean {
    return this.#skipped.some(({ accepted }) => !accepted);
  }

  /** The skips since a mark; undefined where there were matches as well. */
  lossesSince(mark: { readonly matches: number; readonly skips: number }): readonly Skip[] | undefined {
    if (this.mark().matches > mark.matches) return undefined;
    return this.#skipped.slice(mark.skips).map(({ path, view, reason, detail }) => ({ path, view, reason, detail }));
  }

  /** Hands over the findings so far with their values, and forgets them: an audit puts them together by value. */
  drain(take: (findings: readonly Finding[], values: readonly Secret[]) => void): void {
    take(this.#findings.splice(0), this.#values.splice(0));
    for (const counts of this.#surfaces.values()) counts.findings = 0;
  }

  /** Makes one of skips that differ in nothing but the version of the file. */
  mergeSkips(): void {
    const groups = new Map<string, { skip: Skip & { accepted: boolean }; count: number }>();
    for (const skip of this.#skipped) {
      const key = JSON.stringify([skip.path, skip.view, skip.reason]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { skip, count: 1 });
      else group.count++;
    }
    const merged = [...groups.values()].map(({ skip, count }) =>
      count === 1 ? skip : { ...skip, detail: `${skip.detail} (and ${count - 1} more like it in the history)` },
    );
    this.#skipped.splice(0, this.#skipped.length, ...merged);
  }

  /** Takes findings that say the same in fewer. */
  refill(findings: readonly Finding[]): void {
    this.#findings.push(...findings);
    for (const { surface } of findings) this.#counts(surface).findings++;
  }

  /** Place of the newest ledger line, -1 where there is none. */
  get lastEntry(): number {
    return this.#ledger.length - 1;
  }

  /** Counts findings that were told after their blob's ledger line. */
  addFindings(index: number, count: number): void {
    const entry = this.#ledger[index];
    if (entry !== undefined && count > 0) this.#ledger[index] = { ...entry, findings: entry.findings + count };
  }

  /** Gives all that was gathered but the values, which stay, and begins anew. */
  take(): CollectorState {
    const state: CollectorState = {
      findings: this.#findings,
      allowed: this.#allowed,
      skipped: this.#skipped,
      ledger: this.#ledger,
      rules: [...this.#rules.keys()],
      surfaces: [...this.#surfaces],
      excluded: this.#excluded,
    };
    [this.#findings, this.#allowed, this.#skipped, this.#ledger, this.#excluded] = [[], [], [], [], 0];
    this.#rules.clear();
    this.#surfaces.clear();
    return state;
  }

  /** All that was gathered, and the value of each finding. */
  copy(): { readonly state: CollectorState; readonly values: readonly Secret[] } {
    const state = {
      findings: [...this.#findings],
      allowed: [...this.#allowed],
      skipped: [...this.#skipped],
      ledger: [...this.#ledger],
      rules: [...this.#rules.keys()],
      surfaces: [...this.#surfaces].map(([surface, counts]): readonly [Surface, Counts] => [surface, { ...counts }]),
      excluded: this.#excluded,
    };
    return { state, values: [...this.#values] };
  }

  /** Appends what another collector gathered; `ruleOf` finds the rules that it names. */
  append(state: CollectorState, ruleOf: (id: string) => RuleInfo): void {
    for (const finding of state.findings) this.#findings.push(finding);
    for (const allowed of state.allowed) this.#allowed.push(allowed);
    for (const skip of state.skipped) this.#skipped.push(skip);
    for (const entry of state.ledger) this.#ledger.push(entry);
    for (const id of state.rules) this.#rules.set(id, ruleOf(id));
    for (const [surface, added] of state.surfaces) {
      const counts = this.#counts(surface);
      for (const field of ['files', 'bytes', 'views', 'findings', 'skipped'] as const) counts[field] += added[field];
    }
    this.#excluded += state.excluded;
  }

  result(end: RunEnd): ScanResult {
    const findings = [...this.#findings];
    const rules = [...this.#rules.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const skipped = [...this.#skipped].sort((a, b) => Number(a.accepted) - Number(b.accepted));
    return {
      tool: end.tool,
      findings,
      allowed: this.#allowed,
      skipped,
      ledger: this.#ledger,
      rules,
      summary: this.#summary(end),
    };
  }

  #counts(surface: Surface): Counts {
    let counts = this.#surfaces.get(surface);
    if (counts === undefined) {
      counts = { files: 0, bytes: 0, views: 0, findings: 0, skipped: 0 };
      this.#surfaces.set(surface, counts);
    }
    return counts;
  }

  /** Surfaces to which a file belonged. */
  get found(): ReadonlySet<Surface> {
    return new Set([...this.#surfaces].filter(([, { files }]) => files > 0).map(([surface]) => surface));
  }

  #summary(end: RunEnd): Summary {
    const { notes, missing, enforced, audit, known } = end;
    const bySurface: Partial<Record<Surface, SurfaceSummary>> = {};
    const total: Counts = { files: 0, bytes: 0, views: 0, findings: 0, skipped: 0 };
    for (const surface of SURFACES) {
      const counts = this.#surfaces.get(surface);
      if (counts === undefined) continue;
      bySurface[surface] = counts;
      for (const field of ['files', 'bytes', 'views', 'findings'] as const) total[field] += counts[field];
    }
    const unread = this.#skipped.filter((skip) => !skip.accepted).length;
    const complete = isComplete(unread, total.files, end);
    const failing = this.#findings.length > 0 ? 1 : complete ? 0 : 3;
    // A bug is told by the exit code whatever is enforced.
    const least = this.#skipped.some(({ reason }) => reason === 'internal-error') ? 3 : 0;
    return {
      ...total,
      skipped: unread,
      accepted: countBy(
        this.#skipped.filter((skip) => skip.accepted),
        (skip) => skip.reason,
      ),
      excluded: this.#excluded,
      bySurface,
      allowed: countBy(this.#allowed, (allowed) => allowed.by),
      complete,
      missing,
      ...(known === undefined ? {} : { known }),
      notes,
      ...(audit === undefined ? {} : { audit }),
      enforced,
      exitCode: enforced ? failing : least,
    };
  }
}

function isComplete(unread: number, files: number, { missing, needsFiles }: RunEnd): boolean {
  return unread === 0 && missing.length === 0 && (needsFiles !== true || files > 0);
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) {
    const key = keyOf(item);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
