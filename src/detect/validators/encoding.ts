const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** A whole number in base 62, digits in the order 0-9A-Za-z, padded with zeros on the left. */
export function base62(value: number, width: number): string {
  let digits = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) digits = `${BASE62[rest % 62]}${digits}`;
  return digits.padStart(width, '0');
}

/** Base64 or base64url, padded or not, to latin1 characters; undefined for any other text. */
export function decodeBase64(text: string): string | undefined {
  if (!/^[0-9A-Za-z+/_-]+={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1) return undefined;
  return Buffer.from(text, 'base64').toString('latin1');
}

/** Base32 of RFC 4648 without padding, upper case, to latin1 characters; undefined for any other text. */
export function decodeBase32(text: string): string | undefined {
  let out = '';
  let bits = 0;
  let value = 0;
  for (const char of text) {
    const digit = BASE32.indexOf(char);
    if (digit < 0) return undefined;
    value = ((value << 5) | digit) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out += String.fromCharCode((value >>> bits) & 0xff);
    }
  }
  return out;
}

/** Latin1 characters to base32 of RFC 4648 without padding, upper case. */
export function encodeBase32(text: string): string {
  let out = '';
  let bits = 0;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    value = ((value << 8) | text.charCodeAt(i)) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) out += BASE32[(value >>> (bits - 5)) & 31];
  }
  return bits > 0 ? out + BASE32[(value << (5 - bits)) & 31] : out;
}

/** Base58 in Bitcoin's alphabet to bytes; undefined for any other text. */
export function decodeBase58(text: string): Buffer | undefined {
  let value = 0n;
  for (const char of text) {
    const digit = BASE58.indexOf(char);
    if (digit < 0) return undefined;
    value = value * 58n + BigInt(digit);
  }
  const zeros = /^1*/.exec(text)?.[0].length ?? 0;
  const hex = value === 0n ? '' : value.toString(16);
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')]);
}

/** Bytes to base58 in Bitcoin's alphabet. */
export function encodeBase58(bytes: Buffer): string {
  let out = '';
  for (let value = BigInt(`0x0${bytes.toString('hex')}`); value > 0n; value /= 58n) {
    out = `${BASE58[Number(value % 58n)]}${out}`;
  }
  let zeros = 0;
  while (zeros < bytes.length && bytes[zeros] === 0) zeros++;
  return '1'.repeat(zeros) + out;
}

/** Whether a text is printable ASCII and UTF-8 letters (as latin1), without control characters. */
export function isPrintable(text: string): boolean {
  return /^[\x20-\x7e]+$/.test(text) || (/^[\x20-\x7e\x80-\xff]+$/.test(text) && isUtf8(text));
}

function isUtf8(text: string): boolean {
  return !Buffer.from(text, 'latin1').toString('utf8').includes('\ufffd');
}

/** A JSON object, or undefined for anything else. */
export function parseJsonObject(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined || !text.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
