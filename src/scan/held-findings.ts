import { CoverageIndex } from '../detect/coverage-index.ts';
import type { Secret } from '../secret.ts';
import type { Allowed, Finding, RuleInfo, Span } from '../types.ts';
import type { PlacedDetection } from './placed.ts';

/** Receives what was found in a text. */
export interface FindingSink {
  /** @param where its position in the text */
  finding(finding: Finding, rule: RuleInfo, secret: Secret, where: PlacedDetection): void;
  allowed(allowed: Allowed, secret: Secret): void;
}

interface Held {
  readonly secret: Secret;
  /** Position of a finding. */
  readonly where?: Span;
  readonly pass: (sink: FindingSink) => void;
}

/** The values in the members of a container. */
export interface MemberValues {
  /** Those reported as findings. */
  readonly told: readonly Secret[];
  /** All of them, including allowed ones. */
  readonly all: readonly Secret[];
  /** Spans of the members that were scanned to their ends. */
  readonly read: readonly Span[];
}

/**
 * Holds what was found in the raw bytes of a container until its members have been scanned: an uncompressed member
 * appears in both and should be reported once, under its own name and line.
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
   * Releases what the members do not already report. A member that was scanned reports its own values, judged by its
   * own name. An allowance there applies only to that place: the same value between members remains a finding.
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

/**
 * Whether a value is in a set, ignoring one character at either end: a string's length byte, or the next string's, may
 * look like part of it.
 */
function holds(values: ReadonlySet<string>, value: string): boolean {
  return [value, value.slice(1), value.slice(0, -1), value.slice(1, -1)].some((one) => values.has(one));
}

function textsOf(secrets: readonly Secret[]): ReadonlySet<string> {
  return new Set(secrets.map((secret) => secret.reveal()));
}
