import { createHash, createHmac } from 'node:crypto';
import type { Secret } from '../secret.ts';
import { entropy } from './entropy.ts';
import { shapeOf } from './wordlike.ts';

/** A value below this many bits could be guessed from an unkeyed hash. */
const STRONG_BITS = 72;

/** The facts that identify a finding. */
export interface FingerprintInput {
  readonly secret: Secret;
  readonly ruleId: string;
  /** Number of public characters at the start of the value. */
  readonly prefixLength: number;
  readonly path: string;
  /** Text around the value, without the value. */
  readonly context: string;
  /** The project's key, at least 16 bytes; without it, weak values are identified by their place. */
  readonly key?: Uint8Array;
}

/**
 * A stable name for a finding that does not help to guess its value: `k1:` an HMAC of the value under the project's key, `h1:` a hash of a
 * value of at least 72 bits, `c1:` a hash of rule, file and surrounding text for a weaker one. Each is followed by 32 hex digits of
 * SHA-256.
 */
export function fingerprint(input: FingerprintInput): string {
  const value = input.secret.reveal();
  if (input.key !== undefined) return `k1:${hex(createHmac('sha256', input.key).update(`watertight\0${value}`))}`;
  if (estimatedBits(value.slice(input.prefixLength)) >= STRONG_BITS) {
    return `h1:${hex(createHash('sha256').update(`watertight\0${value}`))}`;
  }
  return `c1:${hex(createHash('sha256').update(['watertight', input.ruleId, input.path, input.context].join('\0')))}`;
}

/** A conservative estimate of a value's bits: only its random-looking characters count, at the text's own entropy, at most 6 bits each. */
function estimatedBits(text: string): number {
  const { random, numbers } = shapeOf(text);
  return (random + numbers * 0.5) * Math.min(6, entropy(text));
}

function hex(hash: { digest(encoding: 'hex'): string }): string {
  return hash.digest('hex').slice(0, 32);
}
