import { isSampleOfKey } from '../../sample-key.ts';
import type { Kind, Place } from '../place.ts';

/** Decodes a JSON text in base64url. */
function textOf(part: string): string {
  return Buffer.from(part, 'base64url').toString('latin1').trim();
}

/** `eyJhbGciOiJSUzI1NiJ9.` alone: the header of a JSON Web Token (RFC 7515, 4), which names an algorithm. */
function isHeader({ value }: Place): boolean {
  const part = value.replace(/\.$/, '');
  if (!/^(?:ey|ew|ID)[\w+/-]{10,400}={0,2}$/.test(part)) return false;
  const text = textOf(part);
  return /^\{[\t\n\r\x20-\x7e]*\}$/.test(text) && /"alg"\s{0,4}:/.test(text) && !/"(?:k|d|p|q)"\s{0,4}:/.test(text);
}

const DIGEST =
  '(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}|[A-Za-z0-9+/]{27}=|[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==)';
const HASH_NAME = String.raw`(?:hash(?:ed)?|crypted|encrypted)[_-]?(?:password|passwd|pass)|(?:password|passwd|pass)[_-]?(?:hash|digest)|hash|digest`;
const HASH_BEFORE = new RegExp(
  String.raw`(?:^|[\s"'\x60:{,<])(?:${HASH_NAME})["'\x60]?\s{0,4}(?:=>|[:=>])\s{0,4}["'\x60]?${DIGEST}["'\x60]?[,;]?(?:<[^>\n]{1,40}>)?\s{1,60}[:"'\x60<]{0,2}\w*$`,
  'i',
);
const HASH_BEHIND = new RegExp(
  String.raw`^["'\x60]?[,;]?(?:<[^>\n]{1,40}>)?\s{1,60}[:"'\x60<]{0,2}(?:${HASH_NAME})["'\x60]?\s{0,4}(?:=>|[:=>])\s{0,4}["'\x60]?${DIGEST}(?![\w+/=])`,
  'i',
);

/** `salt: …` above or below `hashed_password: …`: stored with the hash that it was used for. */
function isSaltOfHash({ named: { name }, value, before, after }: Place): boolean {
  if (!/(?:^|[._-])salt$/i.test(name) || !/^[\w+/=.-]{8,128}$/.test(value)) return false;
  return HASH_BEFORE.test(before) || HASH_BEHIND.test(after);
}

const OPENS = /api|access|secret|master|encrypt|session|auth|account|licen|token|hmac|sign(?:ing)?_?secret/i;

/** `DEV_KEY='92C5…'` of 40 upper-case digits: an OpenPGP key fingerprint (RFC 4880, 12.2). */
function isKeyByFingerprint({ named: { name, kind }, value }: Place): boolean {
  return (
    kind !== 'password' &&
    /keys?\d?$/i.test(name) &&
    !OPENS.test(name) &&
    /^[0-9A-F]{40}$/.test(value) &&
    /[A-F]/.test(value)
  );
}

/** `$S$E4a4…`, `U$P$…`: a phpass hash, as stored by Drupal and WordPress, also over an older one. */
function isPortableHash({ value }: Place): boolean {
  return /^U?\$[SPH]\$[./0-9A-Za-z]{16,60}$/.test(value);
}

/** `{cipher}…` of Spring's configuration servers, `{AES}…` of WebLogic: encrypted. `{xor}` can be reversed by anybody. */
function isSealed({ value }: Place): boolean {
  return /^\{(?:cipher|aes(?:128|192|256)?|3?des)\}(?:\{(?:key|secret):[\w.-]{1,60}\}){0,2}[A-Za-z0-9+/]{16,}={0,2}$/i.test(
    value,
  );
}

/** `eyJ0eXAi[...]`: with the middle or the end left out. */
function isElided({ value }: Place): boolean {
  return /[[(<](?:\.{3}|\u2026|\u00e2\u0080\u00a6|snip(?:ped)?|truncated|cut)[\])>]/.test(value);
}

/** One check for each thing that is stored with its source, or in place of it. */
export const KEPT_KINDS: readonly Kind[] = [
  ['the header of a JSON Web Token', isHeader],
  ['the salt of a hash beside it', isSaltOfHash],
  ['a key fingerprint', isKeyByFingerprint],
  ['a portable hash', isPortableHash],
  ['encrypted by a server', isSealed],
  ['an elided value', isElided],
  ['words in place of a key', ({ named: { name }, value }) => isSampleOfKey(name, value)],
];
