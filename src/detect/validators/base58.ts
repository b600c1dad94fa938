import { createHash } from 'node:crypto';
import type { Validator } from '../rule.ts';
import { decodeBase58, encodeBase58 } from './encoding.ts';

/** Base58Check of Bitcoin: the last 4 bytes are the first of SHA-256 of SHA-256 of the rest. */
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

/** JFrog API keys: base58 of 54 bytes that begin 01fde0. No checksum is published, so another shape says nothing. */
export const JFROG_SHAPE: Validator = {
  check({ secret }) {
    const bytes = decodeBase58(secret);
    return bytes?.length === 54 && bytes.toString('hex', 0, 3) === '01fde0' ? 'valid' : 'unknown';
  },
};
