import type { Validator } from '../rule.ts';

const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/**
 * Bech32 of BIP-173, without its limit of 90 characters: the last 6 characters are a checksum over the human-readable part and the data.
 * Used by age identities and Nostr keys.
 *
 * @see https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki
 */
export const BECH32: Validator = {
  check({ secret }) {
    const lower = secret.toLowerCase();
    if (lower !== secret && secret.toUpperCase() !== secret) return 'invalid';
    const { prefix, data } = split(lower);
    return data !== undefined && data.length >= 6 && polymod([...expand(prefix), ...data]) === 1 ? 'valid' : 'invalid';
  },
  complete(soFar) {
    const { prefix, data } = split(soFar.toLowerCase());
    const checksum = polymod([...expand(prefix), ...(data ?? []), 0, 0, 0, 0, 0, 0]) ^ 1;
    let out = '';
    for (let i = 5; i >= 0; i--) out += ALPHABET[(checksum >>> (5 * i)) & 31];
    return soFar === soFar.toUpperCase() ? out.toUpperCase() : out;
  },
};

function split(text: string): { prefix: string; data: number[] | undefined } {
  const at = text.lastIndexOf('1');
  const data = Array.from(text.slice(at + 1), (char) => ALPHABET.indexOf(char));
  return { prefix: text.slice(0, Math.max(0, at)), data: at < 1 || data.includes(-1) ? undefined : data };
}

function expand(prefix: string): number[] {
  const codes = Array.from(prefix, (char) => char.charCodeAt(0));
  return [...codes.map((code) => code >>> 5), 0, ...codes.map((code) => code & 31)];
}

function polymod(values: readonly number[]): number {
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    GENERATOR.forEach((word, bit) => {
      if ((top >>> bit) & 1) check ^= word;
    });
  }
  return check;
}
