import type { Validator } from '../rule.ts';

/** Blocks of a recovery password are multiples of 11 of 16 bits each. */
const FACTOR = 11;
const LARGEST_BLOCK = FACTOR * 0xffff;

/**
 * Recovery passwords of BitLocker: eight blocks of six digits, each a 16-bit number times eleven.
 *
 * @see https://learn.microsoft.com/windows/security/operating-system-security/data-protection/bitlocker/recovery-overview
 */
export const BITLOCKER: Validator = {
  check: ({ secret }) => (secret.split('-').every(isBlock) ? 'valid' : 'reject'),
  /** The last two digits of a block whose first four are given. */
  complete: (soFar) => String((FACTOR - (Number(soFar.slice(-4)) % FACTOR)) % FACTOR).padStart(2, '0'),
};

function isBlock(digits: string): boolean {
  const block = Number(digits);
  return block % FACTOR === 0 && block <= LARGEST_BLOCK;
}
