import { isSampleLogin } from '../placeholder.ts';
import { derElement, TAG } from '../der.ts';
import { opensshKey, OPENSSH_MAGIC } from '../openssh-key.ts';
import { isPlaceholderPassword } from '../validators/password.ts';

/** JSON Web Tokens have their own rule, which knows samples and unsigned ones. */
function isWebToken(text: string): boolean {
  const header = /^(?<header>ey[JI][\w-]{10,300})\.[\w-]{4,}\./.exec(text)?.groups?.['header'] ?? '';
  return (
    header !== '' &&
    /^\s*\{.*"alg"\s*:\s*"(?:[HREP]S(?:256|384|512)|EdDSA|none)".*\}\s*$/s.test(
      Buffer.from(header, 'base64url').toString('latin1'),
    )
  );
}

/** The public half of an SSH key or its certificate, in the wire format of RFC 4253 section 6.6. */
function isPublicKey(decoded: string): boolean {
  return /^\0\0\0[\x07-\x40](?:sk-)?(?:ssh|ecdsa)-/.test(decoded);
}

/** Armour lines with hardly anything between them: placeholders for keys in manifests of tests. */
const EMPTY_BLOCK = /^-----BEGIN [A-Z ]+-----\s*(?<body>[^-]*?)\s*-----END [A-Z ]+-----\s*$/;
const LEAST_BODY = 24;
/** Only the first line of a block. */
const ARMOUR_LINE = /^-----BEGIN [A-Z ]+-----\s*$/;

function isEmptyBlock(decoded: string): boolean {
  const body = EMPTY_BLOCK.exec(decoded)?.groups?.['body'];
  return body === undefined ? ARMOUR_LINE.test(decoded) : body.length < LEAST_BODY;
}

/** A user and the hash of the password, as in htpasswd files. */
const USER_HASH = /^[\w.@-]{1,40}:(?:\{SHA\}|\$(?:apr1|2[aby]|[156])\$)\S*$/;

/** A number of a few digits, as in `printf 1234 | base64`. */
const DECODED_NUMBER = /^\d{1,8}$/;
/** Words separated by blanks, as in examples of encoded values. */
const DECODED_WORDS = /^[A-Za-z]+(?:,? [A-Za-z]+)+[.,!?]?$/;

/** `test`, `testkey`: as in manifests of tests. */
const TEST_TEXT = /^test[-_]?(?:key|token|secret|value|data|user|pass(?:word)?)?\d{0,3}$/i;

/** This many base64 characters suffice to identify a key or certificate. */
const KEY_HEAD = 400;

/**
 * Whether base64 encodes a certificate, a public key, or a private key under a passphrase: in DER all of them begin with a SEQUENCE or the
 * version of a certificate, where an open private key has its own version.
 */
function isClosedKey(text: string): boolean {
  if (!/^(?:M[C-I]|b3BlbnNzaC1r)[0-9A-Za-z+/_-]{30}/.test(text)) return false;
  const head = Buffer.from(text.slice(0, KEY_HEAD), 'base64').toString('latin1');
  if (head.startsWith(OPENSSH_MAGIC)) return opensshKey(head.padEnd(2 * KEY_HEAD, '-')) === undefined;
  const around = derElement(head, 0);
  if (around?.tag !== TAG.sequence || around.end * 4 < text.length) return false;
  const first = derElement(head, around.start);
  return (first?.tag === TAG.sequence || first?.tag === TAG.context0) && first.end <= around.end;
}

/** `{SSHA}…`: a password hash in a directory (RFC 2307, 5.3), in the base64 of LDIF. */
const DIRECTORY_HASH = /^\{(?:crypt|s?(?:md5|sha)\d{0,3}|pbkdf2[\w-]{0,10}|argon2\w{0,2})\}\S+$/i;

/** Words, a line of htpasswd, a directory's password hash, the header of a JSON Web Token. */
const DECODED_TEXTS = [DECODED_WORDS, USER_HASH, DIRECTORY_HASH, /^\{"(?:alg|typ)":"(?:[HREP]S\d{3}|EdDSA|JWT)"/];

const BASE64 = /^[0-9A-Za-z+/_-]{6,400}={0,2}$/;

/**
 * Whether a value is base64 of plain text that is not secret: samples (`user:password`), sentences, just the header of a JSON Web Token, or
 * a whole one.
 */
export function isNothingDecoded(text: string): boolean {
  if (isWebToken(text)) return true;
  if (isClosedKey(text)) return true;
  if (!BASE64.test(text)) return false;
  const decoded = Buffer.from(text, 'base64').toString('latin1').trimEnd();
  if (isPublicKey(decoded) || DECODED_NUMBER.test(decoded) || isEmptyBlock(decoded)) return true;
  if (TEST_TEXT.test(decoded)) return true;
  if (decoded.length < 6 || !/^[\x20-\x7e]+$/.test(decoded)) return false;
  return (
    DECODED_TEXTS.some((pattern) => pattern.test(decoded)) ||
    isSampleLogin(decoded) ||
    isPlaceholderPassword(decoded.slice(decoded.indexOf(':') + 1))
  );
}
