import type { Secret } from '../secret.ts';
import type { FindingSink } from './held-findings.ts';
import type { Allowed, Finding, LedgerEntry, RuleInfo, ScanResult, Skip, Surface, SurfaceSummary } from '../types.ts';
import { resultOf, type RunEnd } from './result.ts';
import { SurfaceCounts } from './surface-counts.ts';

/** A skip, and whether the packet accepts that this part stays unread. */
export type CollectedSkip = Skip & { readonly accepted: boolean };

/** Everything a collector has gathered except values, as plain data. */
export interface CollectorState {
  readonly findings: readonly Finding[];
  readonly allowed: readonly Allowed[];
  readonly skipped: readonly CollectedSkip[];
  readonly ledger: readonly LedgerEntry[];
  /** Ids of the rules that the findings refer to. */
  readonly rules: readonly string[];
  readonly surfaces: readonly (readonly [Surface, SurfaceSummary])[];
  /** Surfaces that at least one evidence file belongs to. */
  readonly found: readonly Surface[];
  readonly excluded: number;
}

/** How much had been gathered at a certain point. */
export interface CollectorMark {
  readonly matches: number;
  readonly skips: number;
}

/** Gathers what a run finds, skips and reads. */
export class Collector implements FindingSink {
  #findings: Finding[] = [];
  #allowed: Allowed[] = [];
  #skipped: CollectedSkip[] = [];
  #ledger: LedgerEntry[] = [];
  readonly #rules: Map<string, RuleInfo> = new Map();
  readonly #secrets: Secret[] = [];
  /** The value of each finding, at the same index. */
  readonly #values: Secret[] = [];
  readonly #surfaces: SurfaceCounts = new SurfaceCounts();
  readonly #found: Set<Surface> = new Set();
  #excluded = 0;

  /** Every matched value, for the guard that checks each report before it is written. */
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

  /** Whether something was skipped that the packet requires to be scanned. */
  get isIncomplete(): boolean {
    return this.#skipped.some(({ accepted }) => !accepted);
  }

  /** Surfaces that at least one evidence file belongs to. */
  get found(): ReadonlySet<Surface> {
    return this.#found;
  }

  /** Index of the newest ledger line, or -1 if there is none. */
  get lastEntry(): number {
    return this.#ledger.length - 1;
  }

  secret(secret: Secret): void {
    this.#secrets.push(secret);
  }

  finding(finding: Finding, rule: RuleInfo, secret: Secret): void {
    this.#findings.push(finding);
    this.#values.push(secret);
    this.#rules.set(rule.id, rule);
    this.#surfaces.add(finding.surface, { findings: 1 });
  }

  allowed(allowed: Allowed): void {
    this.#allowed.push(allowed);
  }

  /** @param accepted whether the packet accepts that this part stays unread */
  skip(skip: Skip, surface: Surface | undefined, accepted: boolean): void {
    this.#skipped.push({ ...skip, accepted });
    if (!accepted && surface !== undefined) this.#surfaces.add(surface, { skipped: 1 });
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
    this.#surfaces.add(surface, { files, bytes, views });
  }

  /** Records that an evidence file belongs to a surface. */
  evidence(surface: Surface): void {
    this.#found.add(surface);
  }

  ledger(entry: LedgerEntry): void {
    this.#ledger.push(entry);
  }

  /** Adds to a ledger line the findings that were reported after it was written. */
  addFindings(index: number, count: number): void {
    const entry = this.#ledger[index];
    if (entry !== undefined && count > 0) this.#ledger[index] = { ...entry, findings: entry.findings + count };
  }

  mark(): CollectorMark {
    return { matches: this.#findings.length + this.#allowed.length, skips: this.#skipped.length };
  }

  /** The skips since a mark, or undefined if there were also matches. */
  lossesSince(mark: CollectorMark): readonly Skip[] | undefined {
    if (this.mark().matches > mark.matches) return undefined;
    return this.#skipped.slice(mark.skips).map(({ path, view, reason, detail, object }) => ({
      path,
      view,
      reason,
      detail,
      ...(object !== undefined && { object }),
    }));
  }

  /** Takes over everything another collector gathered. */
  absorb(other: Collector): void {
    this.append(other.#state(), (id) => other.#rules.get(id));
    for (const value of other.#values) this.#values.push(value);
    for (const secret of other.#secrets) this.#secrets.push(secret);
  }

  /** Appends what another collector gathered. `ruleOf` looks up the rules it refers to. */
  append(state: CollectorState, ruleOf: (id: string) => RuleInfo | undefined): void {
    for (const finding of state.findings) this.#findings.push(finding);
    for (const allowed of state.allowed) this.#allowed.push(allowed);
    for (const skip of state.skipped) this.#skipped.push(skip);
    for (const entry of state.ledger) this.#ledger.push(entry);
    for (const id of state.rules) {
      const rule = ruleOf(id);
      if (rule !== undefined) this.#rules.set(id, rule);
    }
    for (const [surface, added] of state.surfaces) this.#surfaces.add(surface, added);
    for (const surface of state.found) this.#found.add(surface);
    this.#excluded += state.excluded;
  }

  /** Returns everything gathered except the values, which stay here, and starts anew. */
  take(): CollectorState {
    const state = this.#state();
    [this.#findings, this.#allowed, this.#skipped, this.#ledger, this.#excluded] = [[], [], [], [], 0];
    this.#rules.clear();
    this.#surfaces.clear();
    this.#found.clear();
    return state;
  }

  /** Everything gathered, and the value of each finding. Both change with the collector. */
  peek(): { readonly state: CollectorState; readonly values: readonly Secret[] } {
    return { state: this.#state(), values: this.#values };
  }

  /** Hands over the findings so far with their values and forgets them: an audit groups them by value. */
  drain(take: (findings: readonly Finding[], values: readonly Secret[]) => void): void {
    take(this.#findings.splice(0), this.#values.splice(0));
    this.#surfaces.forgetFindings();
  }

  /** Takes back the findings that were handed over, after they were grouped. */
  refill(findings: readonly Finding[]): void {
    this.#findings.push(...findings);
    for (const { surface } of findings) this.#surfaces.add(surface, { findings: 1 });
  }

  /** Replaces the skips. */
  replaceSkips(merged: (skips: readonly CollectedSkip[]) => readonly CollectedSkip[]): void {
    this.#skipped = [...merged(this.#skipped)];
  }

  result(end: RunEnd): ScanResult {
    return resultOf({ ...this.#state(), rules: this.#rules.values(), surfaces: this.#surfaces }, end);
  }

  #state(): CollectorState {
    return {
      findings: this.#findings,
      allowed: this.#allowed,
      skipped: this.#skipped,
      ledger: this.#ledger,
      rules: [...this.#rules.keys()],
      surfaces: this.#surfaces.entries(),
      found: [...this.#found],
      excluded: this.#excluded,
    };
  }
}
