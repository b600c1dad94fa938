import type { Secret } from '../secret.ts';
import type { Allowed, Finding, RuleInfo } from '../types.ts';
import type { PlacedDetection } from './text-scan.ts';

/** Takes what was found in a text. */
export interface FindingSink {
  /** @param where the place in its text */
  finding(finding: Finding, rule: RuleInfo, secret: Secret, where: PlacedDetection): void;
  allowed(allowed: Allowed, secret: Secret): void;
}

interface Held {
  readonly secret: Secret;
  readonly pass: (sink: FindingSink) => void;
}

/**
 * Keeps what was found in the raw bytes of a container until its members were scanned: an uncompressed member stands in
 * both, and is to be told once, by its own name and line.
 */
export class HeldFindings implements FindingSink {
  readonly #held: Held[] = [];

  finding(finding: Finding, rule: RuleInfo, secret: Secret, where: PlacedDetection): void {
    this.#held.push({ secret, pass: (sink) => sink.finding(finding, rule, secret, where) });
  }

  allowed(allowed: Allowed, secret: Secret): void {
    this.#held.push({ secret, pass: (sink) => sink.allowed(allowed, secret) });
  }

  /** Hands on everything whose value is not among those of the members. */
  release(sink: FindingSink, inMembers: readonly Secret[]): void {
    if (this.#held.length === 0) return;
    const told = new Set(inMembers.map((secret) => secret.reveal()));
    for (const { secret, pass } of this.#held.splice(0)) if (!told.has(secret.reveal())) pass(sink);
  }
}
