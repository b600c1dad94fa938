import type { Validator } from '../rule.ts';

/** Order of the group of secp256k1 (SEC 2, section 2.4.1): a private key is between 1 and this. */
const ORDER = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141';

/** Rejects what cannot be a key of secp256k1: zero, the group's order and above. */
export const ETHEREUM_KEY: Validator = {
  check({ secret }) {
    const hex = secret.replace(/^0x/i, '').toLowerCase();
    return hex < ORDER && !/^0{48}/.test(hex) ? 'unknown' : 'reject';
  },
};
