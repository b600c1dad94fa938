import type { Validator } from '../rule.ts';
import { crc32 } from './crc.ts';

/** CRC-32 as 8 lower-case hexadecimal digits. */
function checksum(body: string): string {
  return crc32(body).toString(16).padStart(8, '0');
}

/**
 * The last 8 characters of a Cloudflare token are the CRC-32 of the 40 before them, without the prefix
 * (https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/).
 */
export const CLOUDFLARE_CRC: Validator = {
  check: ({ groups }) => (checksum(groups['body'] ?? '') === groups['check'] ? 'valid' : 'invalid'),
  complete: (soFar) => checksum(soFar.slice(soFar.lastIndexOf('_') + 1)),
};
