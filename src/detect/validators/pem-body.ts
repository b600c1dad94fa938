import { derElement, TAG } from '../der.ts';
import { OPENSSH_MAGIC } from '../openssh-key.ts';
import type { Check, Validator, ValidatorInput } from '../rule.ts';
import { shapeOf } from '../wordlike.ts';
import { decodeBase64, isPrintable } from './encoding.ts';
import { checkOpenPgp } from './openpgp.ts';

/** Minimum base64-like characters that may be the rest of a real key. */
const LEAST_BODY = 16;
/** More bytes than a line of PEM holds; a longer text may lack its middle but not its end. */
const ONE_LINE = 64;

/**
 * A private key block. `groups.label` is the armour's label, `groups.body` only the base64 characters, `groups.inner` everything between
 * the armour lines, `groups.footer` the second of these, empty if there is none.
 *
 * `valid`: the body is a DER sequence of the stated length, an unencrypted openssh-key-v1, or an OpenPGP secret key packet without
 * passphrase. `reject`: encrypted with a passphrase, or nothing of a key is present. `unknown`: base64-like text that is none of these,
 * such as one with half of it removed.
 */
export const PEM_BODY: Validator = {
  check(match) {
    const state = stateOf(match);
    return state === 'encrypted' ? 'reject' : state;
  },
};

/** The blocks that {@link PEM_BODY} rejects because they need a passphrase: `unknown`; all others: `reject`. */
export const ENCRYPTED_PEM_BODY: Validator = {
  check: (match) => (stateOf(match) === 'encrypted' ? 'unknown' : 'reject'),
};

function stateOf({ secret, groups }: ValidatorInput): Check | 'encrypted' {
  const inner = groups['inner'] ?? secret;
  const body = groups['body'] ?? '';
  if (/^<[^<>]*>$/.test(inner.trim())) return 'reject';
  if (isSaidEncrypted(groups['label'] ?? '', inner, body)) return isKeyText(body) ? 'encrypted' : 'reject';
  if (groups['label']?.startsWith('PGP')) return checkOpenPgp(inner);
  const rest = body || longestRun(inner);
  return groups['footer'] !== '' && isPublicPart(rest) ? 'reject' : checkBody(rest);
}

/** By its label, or by a header (RFC 1421), which may say so although the body is not encrypted. */
function isSaidEncrypted(label: string, inner: string, body: string): boolean {
  if (label.includes('ENCRYPTED')) return true;
  return /Proc-Type:[ \t]{0,4}4,ENCRYPTED|DEK-Info:/i.test(inner) && !isOpenBody(body);
}

/** A key in base64 without armour, of which the match may contain only the first 950 characters: as {@link PEM_BODY}. */
export const DER_KEY: Validator = {
  check({ secret }) {
    const state = checkBody(secret.replaceAll('\\/', '/'));
    return state === 'encrypted' ? 'reject' : state;
  },
};

/** Whether characters can be those of a key, encrypted or not. */
function isKeyText(body: string): boolean {
  return !isEmptyBody(body) && shapeOf(body).random > 0;
}

function checkBody(body: string): Check | 'encrypted' {
  if (!isKeyText(body)) return 'reject';
  const bytes = decodePrefix(body);
  // A placeholder for a key: `these are just some bytes`.
  if (isPrintable(bytes.trimEnd())) return 'reject';
  if (bytes.startsWith(OPENSSH_MAGIC)) return checkOpenSsh(bytes);
  const sequence = derElement(bytes, 0);
  if (sequence?.tag !== TAG.sequence) return 'unknown';
  const length = sequence.end;
  // An RSA key begins with its public half, a quarter of it (RFC 8017 A.1.2): one line of that discloses nothing.
  if (bytes.length < ONE_LINE && bytes.length * 4 < length) return 'reject';
  return bytes.length === length ? 'valid' : 'unknown';
}

/** A divisor: the public half is at least this part of a key, counting the last line of the armour. */
const PUBLIC_PART = 5;

/** Whether a complete block declares a length of which it contains less than the public half. */
function isPublicPart(body: string): boolean {
  const bytes = decodePrefix(body);
  const sequence = derElement(bytes, 0);
  return sequence?.tag === TAG.sequence && bytes.length * PUBLIC_PART < sequence.end;
}

/** A DER SEQUENCE that begins with a version, as in PKCS #1 and SEC 1 keys: by chance this happens to one ciphertext in 10⁹. */
function isOpenBody(body: string): boolean {
  return /^0(?:[^\x80-\xff]|\x81.|\x82..)\x02\x01[\0\x01]/s.test(decodePrefix(body.slice(0, 16)));
}

/** The longest stretch that could be base64, without blanks and escaped line ends. */
function longestRun(inner: string): string {
  const plain = inner.replace(/\\{1,8}[nrt]/g, ' ').replace(/(?<=[0-9A-Za-z+/])\s{1,8}(?=[0-9A-Za-z+/])/g, '');
  const runs = plain.match(/[0-9A-Za-z+/=]{1,20000}/g) ?? [];
  return runs.reduce((best, run) => (run.length > best.length ? run : best), '');
}

/** This many characters that encode random bytes always include some that are not letters. */
const LONGEST_LETTERS = 100;

/** Too short, one character repeated, only letters, or a placeholder word. */
function isEmptyBody(body: string): boolean {
  if (body.length < LEAST_BODY || new Set(body).size <= 5) return true;
  if (body.length >= LONGEST_LETTERS && /^[A-Za-z]+$/.test(body)) return true;
  return /^(?:your|insert|redacted|example|placeholder|replace|base64encoded|privatekey(?:here|content|data)?$)/i.test(
    body,
  );
}

/** Decodes the complete groups: a truncated body may end in the middle of a group of four. */
function decodePrefix(body: string): string {
  const text = body.replace(/=+.{0,4}$/, '');
  return decodeBase64(text.length % 4 === 1 ? text.slice(0, -1) : text) ?? '';
}

/** openssh-key-v1: the cipher's name follows the magic; `none` means not encrypted. */
function checkOpenSsh(bytes: string): Check | 'encrypted' {
  const at = OPENSSH_MAGIC.length;
  const length = bytes.charCodeAt(at + 3);
  const cipher = bytes.slice(at + 4, at + 4 + length);
  if (cipher !== 'none') return cipher.length === length && /^[a-z0-9@.-]+$/.test(cipher) ? 'encrypted' : 'unknown';
  return bytes.length > 200 ? 'valid' : 'unknown';
}
