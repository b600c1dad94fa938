import type { Validator } from '../rule.ts';

/** Sixteen random bytes hardly ever have fewer distinct values. */
const LEAST_DIFFERENT = 11;
const LARGEST = 255;

/** The bytes in a list of numbers, in decimal or as `0x2b`. */
function bytesOf(text: string): number[] {
  return (text.match(/0x[0-9a-f]{1,2}|\d+/gi) ?? []).map(Number);
}

/** Whether most steps from one byte to the next are equal: keys in manuals and tests are sequences. */
function isCounted(bytes: readonly number[]): boolean {
  const steps = bytes.slice(1).map((byte, at) => (byte - (bytes[at] ?? 0) + LARGEST + 1) % (LARGEST + 1));
  return new Set(steps).size <= steps.length / 2;
}

/** A key as a list of bytes: each is in range, few repeat, and they are not a sequence. */
export const BYTE_LIST: Validator = {
  check({ secret }) {
    const bytes = bytesOf(secret);
    if (bytes.some((byte) => byte > LARGEST) || new Set(bytes).size < LEAST_DIFFERENT) return 'reject';
    return isCounted(bytes) ? 'reject' : 'unknown';
  },
};
