import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ScanError } from '../../../errors.ts';
import { type PrintKeys, printKeys } from './keys.ts';
import type { Prints } from './prints.ts';

const FORMAT = 'watertight/known-fingerprints/v1';
/** Sealed content is padded to a multiple of this many bytes. */
const BLOCK = 4096;
const NONCE = 12;
const TAG = 16;
/** Maximum size of the content, unpacked. */
const LARGEST = 512 * 1024 * 1024;

/** What can be read from a fingerprint file without its key. */
export interface PrintHeader {
  readonly format: typeof FORMAT;
  /** Id of the key. */
  readonly key: string;
  /** Number of windows, rounded up. */
  readonly count: number;
  /** Present, in words, if values of fewer than 72 bits are included. */
  readonly warning?: string;
}

/** An opened file. */
export interface OpenPrints {
  readonly header: PrintHeader;
  readonly prints: Prints;
  readonly keys: PrintKeys;
}

/** Seals fingerprints with AES-256-GCM (NIST SP 800-38D), the header authenticated with them. */
export function sealPrints(prints: Prints, keys: PrintKeys, warning?: string): string {
  const header: PrintHeader = {
    format: FORMAT,
    key: keys.id,
    count: prints.entries.length,
    ...(warning !== undefined && { warning }),
  };
  const packed = deflateRawSync(JSON.stringify(prints));
  const padded = Buffer.alloc(Math.ceil((packed.length + 4) / BLOCK) * BLOCK);
  padded.writeUInt32LE(packed.length);
  packed.copy(padded, 4);
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', keys.seal, nonce).setAAD(Buffer.from(JSON.stringify(header)));
  const sealed = Buffer.concat([nonce, cipher.update(padded), cipher.final(), cipher.getAuthTag()]);
  const lines = sealed.toString('base64').match(/.{1,100}/g) ?? [];
  return `${JSON.stringify({ ...header, sealed: lines }, null, 1)}\n`;
}

/**
 * Reads what a fingerprint file says without its key.
 *
 * @throws {ScanError} `usage` stating only the problem
 */
function readHeader(text: string): PrintHeader & { readonly sealed: readonly string[] } {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new ScanError('usage', 'it is no JSON', { cause });
  }
  const { format, key, count, sealed, warning } = (document ?? {}) as Readonly<Record<string, unknown>>;
  if (format !== FORMAT) throw new ScanError('usage', `its format is not ${FORMAT}`);
  if (typeof key !== 'string' || typeof count !== 'number' || !isTexts(sealed))
    throw new ScanError('usage', 'a member of it is missing or of the wrong type');
  return { format: FORMAT, key, count, ...(typeof warning === 'string' && { warning }), sealed };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/**
 * Opens a fingerprint file with its key.
 *
 * @throws {ScanError} `usage` for a wrong key, or if a byte of the file was changed
 */
export function openPrints(text: string, key: Uint8Array): OpenPrints {
  const { sealed, ...header } = readHeader(text);
  const keys = printKeys(key);
  if (keys.id !== header.key) throw new ScanError('usage', 'it was made with another key');
  const bytes = Buffer.from(sealed.join(''), 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', keys.seal, bytes.subarray(0, NONCE));
    decipher.setAAD(Buffer.from(JSON.stringify(header))).setAuthTag(bytes.subarray(-TAG));
    const padded = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]);
    const packed = padded.subarray(4, 4 + padded.readUInt32LE());
    const prints = JSON.parse(inflateRawSync(packed, { maxOutputLength: LARGEST }).toString('utf8')) as Prints;
    return { header, prints, keys };
  } catch (cause) {
    throw new ScanError('usage', 'it is damaged: what it holds is not what was sealed', { cause });
  }
}
