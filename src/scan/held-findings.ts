import { CoverageIndex } from '../detect/coverage-index.ts';
import type { Secret } from '../secret.ts';
import type { Allowed, Finding, RuleInfo, Span } from '../types.ts';
import type { PlacedDetection } from './placed.ts';

/** Takes what was found in a text. */
export interface FindingSink {
  /** @param where the place in its text */
  finding(finding: Finding, rule: RuleInfo, secret: Secret, where: PlacedDetection): void;
  allowed(allowed: Allowed, secret: Secret): void;
}

interface Held {
  readonly secret: Secret;
  /** Where it stands, of a finding. */
  readonly where?: Span;
  readonly pass: (sink: FindingSink) => void;
}

/** The values that the members of a container hold. */
export interface MemberValues {
  /** Those that were told as findings. */
  readonly told: readonly Secret[];
  /** All, those too that something let pass. */
  readonly all: readonly Secret[];
  /** Where the bytes of members stand that were looked at to their ends. */
  readonly read: readonly Span[];
}

/**
 * Keeps what was found in the raw bytes of a container until its members were scanned: an uncompressed member stands in
 * both, and is to be told once, by its own name and line.
 */
export class HeldFindings implements FindingSink {
  readonly #held: Held[] = [];

  finding(finding: Finding, rule: RuleInfo, secret: Secret, where: PlacedDetection): void {
    this.#held.push({ secret, where, pass: (sink) => sink.finding(finding, rule, secret, where) });
  }

  allowed(allowed: Allowed, secret: Secret): void {
    this.#held.push({ secret, pass: (sink) => sink.allowed(allowed, secret) });
  }

  /**
   * Hands on what the members do not say already. What stands in a member that was looked at is told by the look at it, in the light of its name.
   * What lets a value pass there holds for its place: the same value between the members stays a finding.
   */
  release(sink: FindingSink, members: MemberValues): void {
    if (this.#held.length === 0) return;
    const [told, all] = [textsOf(members.told), textsOf(members.all)];
    const read = new CoverageIndex(members.read);
    for (const { secret, where, pass } of this.#held.splice(0)) {
      if (holds(where === undefined ? all : told, secret.reveal())) continue;
      if (where === undefined || !read.covers(where)) pass(sink);
    }
  }
}

/** Whether a value is among others, less a character at its ends: the length of a string, or of the next one, may look like one. */
function holds(values: ReadonlySet<string>, value: string): boolean {
  return [value, value.slice(1), value.slice(0, -1), value.slice(1, -1)].some((one) => values.has(one));
}

function textsOf(secrets: readonly Secret[]): ReadonlySet<string> {
  return new Set(secrets.map((secret) => secret.reveal()));
}
