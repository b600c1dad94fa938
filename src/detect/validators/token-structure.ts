import { isPlaceholder } from '../placeholder.ts';
import type { Validator } from '../rule.ts';
import { crc16 } from './crc.ts';
import { decodeBase32, decodeBase64, encodeBase32, isPrintable, parseJsonObject } from './encoding.ts';
import { isPlaceholderWritten } from './password.ts';

/**
 * Tokens of the Python package index: a macaroon (version 2, binary, base64url) whose location is a host name. Its HMAC
 * cannot be checked offline.
 */
export const PYPI_MACAROON: Validator = {
  check({ secret }) {
    const bytes = decodeBase64(secret.replace(/^pypi-/, '').replace(/-+$/, '')) ?? '';
    const length = bytes.charCodeAt(2);
    const host = bytes.slice(3, 3 + length);
    const isLocation = bytes.startsWith('\x02\x01') && host.length === length && /^[a-z.]{4,40}$/.test(host);
    return isLocation && bytes.charCodeAt(3 + length) === 2 ? 'valid' : 'unknown';
  },
};

/** JFrog reference tokens: base64 of `reftkn:<2 digits>:<10 digits>:<letters and digits>`. */
export const JFROG_REFERENCE: Validator = {
  check: ({ secret }) =>
    /^reftkn:\d{2}:\d{10}:[0-9A-Za-z]{8,60}$/.test(decodeBase64(secret) ?? '') ? 'valid' : 'unknown',
};

const DATA_CENTER = /^\d{6,20}:[^]{8,40}$/;

/** HTTP access tokens of Bitbucket Data Center: base64 of a decimal id, a colon and random bytes, after `BBDC-`. */
export const ATLASSIAN_DATA_CENTER: Validator = {
  check: ({ secret }) => (DATA_CENTER.test(decodeBase64(secret.replace(/^BBDC-/, '')) ?? '') ? 'valid' : 'unknown'),
};

/** The same without a prefix (Jira, Confluence): whatever does not decode is something else. */
export const ATLASSIAN_DATA_CENTER_BARE: Validator = {
  check: ({ secret }) => (DATA_CENTER.test(decodeBase64(secret) ?? '') ? 'valid' : 'reject'),
};

/** A base64 part that is a JSON object with at least two members (1Password `ops_`, Sentry `sntrys_`, Grafana `glc_`). */
export const JSON_DECODE: Validator = {
  check({ secret }) {
    const encoded = /eyJ[0-9A-Za-z+/_-]*={0,2}/.exec(secret)?.[0] ?? '';
    const candidates = [encoded, encoded.split('_')[0] ?? ''];
    const object = candidates.map((part) => parseJsonObject(decodeBase64(part))).find((value) => value !== undefined);
    return object !== undefined && Object.keys(object).length >= 2 ? 'valid' : 'unknown';
  },
};

/** A member of a JSON Web Key (RFC 7517): bytes, but not a sequence or a placeholder text. */
export const JWK_MEMBER: Validator = {
  check({ secret }) {
    const text = decodeBase64(secret) ?? '';
    return isPrintable(text) && isPlaceholder(text) ? 'reject' : 'unknown';
  },
};

/** Encoded API keys of Elasticsearch: base64 of `<20 characters>:<22 characters>`. */
export const ELASTICSEARCH_KEY: Validator = {
  check: ({ secret }) =>
    /^[0-9A-Za-z_-]{20}:[0-9A-Za-z_-]{22}$/.test(decodeBase64(secret) ?? '') ? 'valid' : 'reject',
};

/**
 * NATS seeds: base32 of prefix, 32 random bytes and their CRC-16/XMODEM, little-endian. The published algorithm was never verified on a
 * real seed: a mismatch proves nothing.
 *
 * @see https://docs.nats.io/
 */
export const NKEY: Validator = {
  check({ secret }) {
    const bytes = decodeBase32(secret) ?? '';
    return bytes.length >= 4 && nkeyCrc(bytes.slice(0, -2)) === bytes.slice(-2) ? 'valid' : 'unknown';
  },
};

function nkeyCrc(bytes: string): string {
  const crc = crc16(bytes);
  return String.fromCharCode(crc & 0xff, crc >>> 8);
}

/** Encodes prefix and seed bytes with their checksum, for tests. */
export function encodeNkey(bytes: string): string {
  return encodeBase32(bytes + nkeyCrc(bytes));
}

/** A certificate, a public key, or empty armour (RFC 7468). */
const PUBLIC_PEM = /^-----BEGIN (?:[A-Z]+ )*(?:CERTIFICATE|PUBLIC KEY)/;
const EMPTY_PEM = /^-----BEGIN [A-Z ]+-----\s*(?:-----END [A-Z ]+-----)?$/;
const LEAST_TEXT = 4;

/** Rows of htpasswd: a hash must be cracked before it gives access. */
const HASHED = /^[\w.@-]{1,60}:(?:\$(?:apr1|2[aby]|[156y])\$|\{S?SHA\})/;

/** Base64 of a value: of plain text that is not a placeholder, or of at least 16 bytes of something else. */
export const BASE64_SECRET: Validator = {
  check({ secret }) {
    const text = decodeBase64(secret)?.trimEnd() ?? '';
    if (PUBLIC_PEM.test(text) || EMPTY_PEM.test(text) || HASHED.test(text)) return 'reject';
    if (isPrintable(text)) return text.length < LEAST_TEXT || isPlaceholderWritten(text) ? 'reject' : 'unknown';
    return text.length >= 16 ? 'unknown' : 'reject';
  },
};
