import { isSampleLogin } from '../placeholder.ts';
import type { Check, Validator, ValidatorInput } from '../rule.ts';
import { decodeBase64, isPrintable } from './encoding.ts';
import { isPlaceholderPassword, isSpelledSample } from './password.ts';

/** Basic credentials (RFC 7617): base64 of printable `user:password`, neither part a placeholder. */
export const BASIC_AUTH: Validator = {
  check({ secret }) {
    const text = decodeBase64(secret);
    if (text === undefined || !isMostlyPrintable(text) || isSampleLogin(text)) return 'reject';
    const at = text.indexOf(':');
    return at < 0 ? 'reject' : judge(text.slice(0, at), text.slice(at + 1));
  },
};

/** A password may contain a letter of an older encoding. */
function isMostlyPrintable(text: string): boolean {
  if (isPrintable(text)) return true;
  const at = text.indexOf(':');
  const rest = text.slice(at + 1).replace(/[\x80-\xff]/g, '');
  return at > 0 && isPrintable(text.slice(0, at)) && isPrintable(rest) && rest.length >= (text.length - at - 1) * 0.9;
}

/** Shorter ones are user names. */
const LEAST_TOKEN = 8;

function judge(user: string, password: string): Check {
  // Tokens are sent as the user with an empty password, or as the password with an empty user.
  const isUser = password === '' || /^x-oauth-basic$/i.test(password);
  if (isUser && user.length < LEAST_TOKEN) return 'reject';
  if (isPlaceholderPassword(isUser ? user : password) || isSpelledSample(password)) return 'reject';
  return password.toLowerCase() === user.toLowerCase() ? 'reject' : 'unknown';
}

/** Credentials of SASL PLAIN (RFC 4616): base64 of an authorization identity, a user and a password, separated by NUL. */
export const SASL_PLAIN: Validator = {
  check({ secret }) {
    const [, user, password, ...more] = decodeBase64(secret)?.split('\0') ?? [];
    if (user === undefined || password === undefined || more.length > 0) return 'reject';
    return isPrintable(user) && isPrintable(password) && password !== '' ? judge(user, password) : 'reject';
  },
};

/** Base64 of just a printable password. */
export const BASE64_PASSWORD: Validator = {
  check({ secret }) {
    const text = decodeBase64(secret);
    return text === undefined || !isPrintable(text) || isPlaceholderPassword(text) ? 'reject' : 'unknown';
  },
};

/** The password of `curl -u user:password` and the like; group `user`. */
export const USER_PASSWORD: Validator = {
  isTyped: true,
  check({ secret, groups }: ValidatorInput) {
    const user = groups['user'] ?? '';
    if (isPlaceholderPassword(secret) || secret.toLowerCase() === user.toLowerCase()) return 'reject';
    return 'unknown';
  },
};
