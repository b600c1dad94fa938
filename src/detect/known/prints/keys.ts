import { hkdfSync } from 'node:crypto';
import { ScanError } from '../../../errors.ts';

/** Bytes of the key of a fingerprint file. */
const KEY_SIZE = 32;

/** Keys derived from the key of a fingerprint file, each for one use (HKDF with SHA-256, RFC 5869). */
export interface PrintKeys {
  /** Identifies the key without disclosing it: 16 hex digits. */
  readonly id: string;
  /** Base of the rolling hash; odd. */
  readonly base: number;
  /** Key of the HMAC that confirms a window. */
  readonly confirm: Uint8Array;
  /** Key of the cipher that seals the file. */
  readonly seal: Uint8Array;
}

/** Derives the keys of a fingerprint file from its 32-byte key. */
export function printKeys(key: Uint8Array): PrintKeys {
  const derive = (use: string, size: number): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), `watertight known fingerprints v1: ${use}`, size));
  const base = (Buffer.from(derive('roll', 4)).readUInt32LE() | 1) >>> 0;
  const id = Buffer.from(derive('id', 8)).toString('hex');
  return { id, base, confirm: derive('confirm', 32), seal: derive('seal', 32) };
}

/**
 * The key of a fingerprint file in text form: 32 bytes in hexadecimal or in base64 of either alphabet.
 *
 * @throws {ScanError} `usage` for anything else, without repeating it
 */
export function parsePrintKey(text: string): Uint8Array {
  const trimmed = text.trim();
  const key = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64');
  if (!/^(?:[0-9a-f]{64}|[\w+/-]{43}=?)$/i.test(trimmed) || key.length !== KEY_SIZE)
    throw new ScanError(
      'usage',
      'the key is not 32 bytes in hexadecimal or base64 (openssl rand -base64 32 makes one)',
    );
  return key;
}
