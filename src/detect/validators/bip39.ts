import { createHash } from 'node:crypto';
import { BIP39_WORDS } from '../data/bip39-words.ts';
import type { Validator } from '../rule.ts';

const BITS_A_WORD = 11;

/**
 * Mnemonics of BIP-39: 12 to 24 words of a list of 2,048. Each encodes 11 bits; one bit in 33 belongs to the start of the SHA-256 of the
 * others. Words outside the list are a sentence.
 *
 * @see https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki
 */
export const BIP39: Validator = {
  check({ secret }) {
    const bits = bitsOf(secret.match(/[a-z]+/g) ?? []);
    if (bits === undefined || bits.length % (3 * BITS_A_WORD) !== 0) return 'reject';
    const length = (bits.length / 33) * 32;
    return checksum(bits.slice(0, length)) === bits.slice(length) ? 'valid' : 'invalid';
  },
  complete(soFar) {
    const bits = `${bitsOf((soFar.match(/[a-z]+/g) ?? []).slice(-11)) ?? ''}0000000`;
    return BIP39_WORDS.trim().split(' ')[Number.parseInt(`0000000${checksum(bits)}`, 2)] ?? '';
  },
};

/** The words' indices in the list, 11 bits each; undefined if one is not in the list. */
function bitsOf(words: readonly string[]): string | undefined {
  let bits = '';
  for (const word of words) {
    const at = BIP39_WORDS.indexOf(` ${word} `);
    if (at < 0) return undefined;
    const place = BIP39_WORDS.slice(0, at).split(' ').length - 1;
    bits += place.toString(2).padStart(BITS_A_WORD, '0');
  }
  return bits;
}

/** The first bits of the entropy's SHA-256, one for each 32 bits. */
function checksum(bits: string): string {
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const [first = 0] = createHash('sha256').update(bytes).digest();
  return first
    .toString(2)
    .padStart(8, '0')
    .slice(0, bits.length / 32);
}
