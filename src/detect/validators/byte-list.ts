import type { Validator } from '../rule.ts';

/** Of sixteen random bytes hardly ever fewer differ. */
const LEAST_DIFFERENT = 11;
const LARGEST = 255;

/** The bytes that a list of numbers names, in decimal or as `0x2b`. */
function bytesOf(text: string): number[] {
  return (text.match(/0x[0-9a-f]{1,2}|\d+/gi) ?? []).map(Number);
}

/** Whether the step from one byte to the next is mostly the same: keys of manuals and tests count. */
function isCounted(bytes: readonly number[]): boolean {
  const steps = bytes.slice(1).map((byte, at) => (byte - (bytes[at] ?? 0) + LARGEST + 1) % (LARGEST + 1));
  return new Set(steps).size <= steps.length / 2;
}

/** A key as a list of its bytes: each is one, hardly any twice, and they do not count. */
export const BYTE_LIST: Validator = {
  check({ secret }) {
    const bytes = bytesOf(secret);
    if (bytes.some((byte) => byte > LARGEST) || new Set(bytes).size < LEAST_DIFFERENT) return 'reject';
    return isCounted(bytes) ? 'reject' : 'unknown';
  },
};
