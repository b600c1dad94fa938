import { isMapKey } from './map-key.ts';

const [COLON, SLASH, BACKSLASH, AT, LOWER_K] = [0x3a, 0x2f, 0x5c, 0x40, 0x6b] as const;
const HTTP = Buffer.from('http');
/** Maximum length of user and password together. */
const MOST_USERINFO = 203;
const LONGEST_WORD = 64;

/**
 * Whether the matcher may match at the anchor at `at`. Addresses are frequent, and hardly any contains a password: without one, `http` and
 * `https` name nothing. Also excluded are the keys of lists of pairs, and words that make up a whole text, such as names of files and
 * variables, to which nothing is assigned.
 */
export function mayBegin(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at] ?? 0;
  if (first === COLON) return !isWebScheme(bytes, at) || hasAt(bytes, behindSlashes(bytes, at + 1));
  if ((first | 0x20) === LOWER_K && isMapKey(bytes, at)) return false;
  return bytes.length > LONGEST_WORD || !bytes.every(isNameByte);
}

/** `http` or `https` before `end`, as a whole name. */
function isWebScheme(bytes: Uint8Array, end: number): boolean {
  const start = end - HTTP.length - (((bytes[end - 1] ?? 0) | 0x20) === 0x73 ? 1 : 0);
  for (let i = 0; i < HTTP.length; i++) if (((bytes[start + i] ?? 0) | 0x20) !== HTTP[i]) return false;
  return !isNameByte(bytes[start - 1]);
}

/** A letter, a digit, `_`, `.`, `-`, `$`. */
function isNameByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const letter = byte | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x5f ||
    byte === 0x2e ||
    byte === 0x2d ||
    byte === 0x24
  );
}

/** The offset after the two slashes at `from`, each of which may be escaped with a backslash. */
function behindSlashes(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let slashes = 0; slashes < 2; slashes++) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

/** Whether there is an `@` in the next bytes, before anything that ends the part of an address that may contain a password. */
function hasAt(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < bytes.length && at < from + MOST_USERINFO; at++) {
    const byte = bytes[at] as number;
    if (byte === AT) return true;
    if (byte <= 0x20 || byte === SLASH || byte === 0x22 || byte === 0x27 || byte === 0x3c || byte === 0x3e)
      return byte === SLASH && at === from;
  }
  return false;
}
