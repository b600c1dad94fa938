import type { Check } from '../rule.ts';
import { crc24 } from './crc.ts';
import { decodeBase64 } from './encoding.ts';

const SECRET_KEY_TAGS = [5, 7];
/** Number of multiprecision integers in the public part of a secret key, by algorithm number (RFC 4880 5.5.2, 9.1). */
const PUBLIC_NUMBERS: Readonly<Record<number, number>> = { 1: 2, 2: 2, 3: 2, 16: 3, 17: 4 };
/** Algorithms whose public part is a curve's object identifier and a point (RFC 6637): ECDH, ECDSA, EdDSA. */
const CURVES = [18, 19, 22];

/**
 * Checks the contents of an OpenPGP private key block (RFC 4880): headers, base64, CRC-24.
 *
 * @param inner everything between the armour lines, as latin1
 */
export function checkOpenPgp(inner: string): Check | 'encrypted' {
  const { body, sum } = splitArmour(inner);
  if (body.length < 16 || new Set(body).size <= 5) return 'reject';
  const bytes = decodeBase64(body.slice(0, body.length - (body.replace(/=+$/, '').length % 4 === 1 ? 1 : 0))) ?? '';
  const packet = secretKeyPacket(bytes);
  if (packet === undefined) return 'unknown';
  if (isProtected(packet)) return 'encrypted';
  if (sum === undefined) return 'valid';
  return sum === checksum(bytes) ? 'valid' : 'unknown';
}

/** The base64 of the block without `Key: value` headers, and the line `=XXXX`. */
function splitArmour(inner: string): { body: string; sum: string | undefined } {
  const lines = inner
    .replace(/\\{1,8}[nr]/g, '\n')
    .split(/[\r\n]/)
    // Comment marks, quotes and indentation before a line; `/` and `+` alone may be base64.
    .map((line) => line.replace(/^[\s"'>#;|]*(?:\*|\/{2,3})?[\s"'>]+/, '').replace(/["',\s+\\]*$/, ''));
  const sum = lines.find((line) => /^=[0-9A-Za-z+/]{4}$/.test(line))?.slice(1);
  const body = lines.filter((line) => /^[0-9A-Za-z+/]{1,76}={0,2}$/.test(line)).join('');
  return { body, sum };
}

function checksum(bytes: string): string {
  const value = crc24(bytes);
  return Buffer.from([value >>> 16, (value >>> 8) & 0xff, value & 0xff]).toString('base64');
}

/** Contents of the first packet if it is a secret key or subkey, in the old and new packet format. */
function secretKeyPacket(bytes: string): string | undefined {
  const head = bytes.charCodeAt(0);
  if (!(head & 0x80)) return undefined;
  const isNew = (head & 0x40) !== 0;
  const tag = isNew ? head & 0x3f : (head >>> 2) & 0x0f;
  if (!SECRET_KEY_TAGS.includes(tag)) return undefined;
  return bytes.slice(1 + (isNew ? newLengthSize(bytes.charCodeAt(1)) : ([1, 2, 4, 0][head & 3] ?? 0)));
}

function newLengthSize(first: number): number {
  if (first < 192) return 1;
  return first < 224 ? 2 : 5;
}

/** The octet after the public part says how the secret part is protected; 0 means not at all. */
function isProtected(packet: string): boolean {
  if (packet.charCodeAt(0) !== 4) return false;
  const algorithm = packet.charCodeAt(5);
  let at = 6;
  if (CURVES.includes(algorithm)) {
    at += 1 + packet.charCodeAt(at);
    at = skipNumber(packet, at);
    if (algorithm === 18) at += 1 + packet.charCodeAt(at);
  } else {
    const count = PUBLIC_NUMBERS[algorithm];
    if (count === undefined) return false;
    for (let i = 0; i < count; i++) at = skipNumber(packet, at);
  }
  return at < packet.length && packet.charCodeAt(at) !== 0;
}

function skipNumber(packet: string, at: number): number {
  const bits = packet.charCodeAt(at) * 256 + packet.charCodeAt(at + 1);
  return at + 2 + Math.ceil(bits / 8);
}
