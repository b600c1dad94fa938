import { createHash } from 'node:crypto';
import type { Validator } from '../rule.ts';
import { decodeBase58, encodeBase58 } from './encoding.ts';

/** Base58Check of Bitcoin: the last 4 bytes are the first 4 of the double SHA-256 of the rest. */
export const BASE58_CHECK: Validator = {
  check({ secret }) {
    const bytes = decodeBase58(secret);
    if (bytes === undefined || bytes.length < 5) return 'invalid';
    return bytes.subarray(-4).equals(checksum(bytes.subarray(0, -4))) ? 'valid' : 'invalid';
  },
};

/** Encodes a payload with its checksum, for examples and tests. */
export function encodeBase58Check(payload: Buffer): string {
  return encodeBase58(Buffer.concat([payload, checksum(payload)]));
}

function checksum(bytes: Buffer): Buffer {
  return createHash('sha256').update(createHash('sha256').update(bytes).digest()).digest().subarray(0, 4);
}

/** Version bytes of private keys in wallet import format: main and test network. */
const WIF_VERSIONS = [0x80, 0xef];

/** Bitcoin private keys (wallet import format): version, 32 bytes, `01` if the public key is compressed, checksum. */
export const BITCOIN_WIF: Validator = {
  check({ secret }) {
    const bytes = decodeBase58(secret);
    const isKey = bytes !== undefined && WIF_VERSIONS.includes(bytes[0] ?? 0) && [37, 38].includes(bytes.length);
    // Base58 of this length is common; only the checksum identifies a key.
    return isKey && bytes.subarray(-4).equals(checksum(bytes.subarray(0, -4))) ? 'valid' : 'reject';
  },
};

/** Extended keys of BIP-32: base58check of 78 bytes, with a zero byte before the private half. */
export const BIP32: Validator = {
  check({ secret }) {
    const bytes = decodeBase58(secret);
    if (bytes?.length !== 82 || !bytes.subarray(-4).equals(checksum(bytes.subarray(0, -4)))) return 'invalid';
    return bytes[45] === 0 ? 'valid' : 'reject';
  },
};

/** JFrog API keys: base58 of 54 bytes that begin with 01fde0. No checksum is published, so a different form proves nothing. */
export const JFROG_SHAPE: Validator = {
  check({ secret }) {
    const bytes = decodeBase58(secret);
    return bytes?.length === 54 && bytes.toString('hex', 0, 3) === '01fde0' ? 'valid' : 'unknown';
  },
};
