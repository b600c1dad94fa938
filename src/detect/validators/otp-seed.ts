import type { Validator } from '../rule.ts';
import { decodeBase32 } from './encoding.ts';

const DIGITS = '1234567890'.repeat(13);
const LEAST = 5;

/** Whether a text is base32 of digits that count up from 1: the key of RFC 4226 appendix D and RFC 6238 appendix B, or its beginning. */
export function isCountedSeed(text: string): boolean {
  if (!/^GEZDGNBV[A-Z2-7]*$/i.test(text)) return false;
  const seed = decodeBase32(text.toUpperCase()) ?? '';
  return seed.length >= LEAST && DIGITS.startsWith(seed);
}

/** The base32 seed for one-time passwords. Rejects {@link isCountedSeed}. */
export const OTP_SEED: Validator = {
  check: ({ secret }) => (isCountedSeed(secret) ? 'reject' : 'unknown'),
};
