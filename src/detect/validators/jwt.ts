import type { Check, Validator } from '../rule.ts';
import { decodeBase64, parseJsonObject } from './encoding.ts';

type Claims = Readonly<Record<string, unknown>>;
type Kind = 'generic' | 'kubernetes' | 'supabase-service-role' | 'public' | 'sample';

/** Longest payload that the rules match completely; a longer one is cut off. */
const WHOLE_PAYLOAD = 1040;

/**
 * JSON Web Tokens (RFC 7519) of unknown issuers: `valid` if header and payload are JSON objects and the header has an `alg` or the payload
 * registered claims, `unknown` if only the header can be read, `reject` without a signature and for published samples.
 */
export const JWT: Validator = { check: ({ secret }) => checkJwt(secret, ['generic']) };

/** Service account tokens of Kubernetes, recognised by issuer or claims. */
export const JWT_KUBERNETES: Validator = { check: ({ secret }) => checkJwt(secret, ['kubernetes']) };

/** Supabase's `service_role` key, which bypasses row level security; `anon` is the public one. */
export const JWT_SUPABASE: Validator = { check: ({ secret }) => checkJwt(secret, ['supabase-service-role']) };

/** Tokens whose header names another type (JFrog, TeamCity): they need all parts, but no `alg`. */
export const JWT_PARTS: Validator = {
  check({ secret }) {
    const [header, payload] = secret.split('.');
    return readJson(header) !== undefined && readJson(payload) !== undefined ? 'valid' : 'unknown';
  },
};

function checkJwt(token: string, wanted: readonly Kind[]): Check {
  const [header, payload = '', signature = ''] = token.split('.');
  const fields = readJson(header);
  if (fields === undefined || !isHeader(fields, payload)) return 'reject';
  const isCut = signature === '' && payload.length > WHOLE_PAYLOAD;
  if (!isCut && !isSignature(signature)) return 'reject';
  const claims = readJson(payload);
  const kind = claims === undefined ? kindOfText(fields, payload) : kindOf(claims);
  if (!wanted.includes(kind)) return 'reject';
  return claims === undefined ? 'unknown' : 'valid';
}

/**
 * Whether an encrypted token (RFC 7516) is presented to a server: encrypted to its public key or with a symmetric key, or declared to be a
 * token. With a password or a wrapped key it is stored data, and the ciphertext gives no access.
 */
function isEncryptedToken({ alg, typ, cty, iss }: Claims): boolean {
  return /^(?:dir$|RSA)/.test(String(alg)) || iss !== undefined || /jwt/i.test(`${String(typ)} ${String(cty)}`);
}

/** Whether the header names an algorithm, or at least claims of RFC 7519 follow: issuers leave out what their clients know. */
function isHeader(fields: Claims, payload: string): boolean {
  if (typeof fields['alg'] === 'string') return typeof fields['enc'] !== 'string' || isEncryptedToken(fields);
  const claims = readJson(payload) ?? {};
  return 'alg' in fields ? false : ['iss', 'exp', 'aud', 'nbf', 'jti'].some((claim) => claim in claims);
}

/** How the base64 of a brace begins, or of a blank that may precede one. */
const OPENS_OBJECT = /^(?:e[w-z\d_+/-]|[CDI])/;

/** A header that says JWT before something other than an object, which claims are (RFC 7519, 7.2), unless compressed or encrypted. */
function isOtherThanClaims(fields: Claims, payload: string): boolean {
  if (fields['typ'] !== 'JWT' || 'zip' in fields || 'enc' in fields || 'cty' in fields) return false;
  return !OPENS_OBJECT.test(payload);
}

function readJson(part: string | undefined): Claims | undefined {
  return parseJsonObject(decodeBase64(part ?? ''));
}

/** A stripped or masked signature makes the token worthless. */
function isSignature(text: string): boolean {
  return text.length >= 16 && !/^(?:redacted|removed|signature|masked|hidden|stripped|your)|(.)\1{9}/i.test(text);
}

function kindOf(claims: Claims): Kind {
  const issuer = typeof claims['iss'] === 'string' ? claims['iss'] : '';
  const role = claims['role'];
  if (isSample(claims, issuer)) return 'sample';
  if (/^kubernetes\/serviceaccount$|^https:\/\/kubernetes\.default/.test(issuer) || 'kubernetes.io' in claims) {
    return 'kubernetes';
  }
  if (role === 'anon' && issuer !== '') return 'public';
  if (role === 'service_role') return 'supabase-service-role';
  return 'generic';
}

/** Signed text without claims: all examples of RFC 7520 have such, tests have `Lorem ipsum`. */
function kindOfText(fields: Claims, payload: string): Kind {
  if (isOtherThanClaims(fields, payload)) return 'sample';
  return /^[A-Za-z][\n\r\x20-\x7e\x80-\xff]{4,}$/.test(decodeBase64(payload) ?? '') ? 'sample' : 'generic';
}

/** Claims that a server reads: audience, issuer, expiry. */
const CLAIM =
  /^(?:iss|sub|aud|exp|nbf|iat|jti|azp|access|scope|scp|roles?|permissions?|groups?|tenant|[a-z_]*(?:id|name|mail|user)[a-z_]*)$/i;

/** `{"foo":"bar"}`: one or two words that mean nothing to a server. */
function isWords(claims: Claims): boolean {
  const members = Object.entries(claims);
  return (
    members.length <= 2 &&
    members.every(
      ([name, value]) =>
        !CLAIM.test(name) && (typeof value === 'string' ? /^[a-z]{1,8}$/.test(value) : name.length < 4),
    )
  );
}

/** Reserved host names that nobody can own (RFC 2606, RFC 6761). */
const NOBODYS = /^(?:https?:\/\/)?(?:[\w-]+\.)*(?:example(?:\.(?:com|org|net|edu))?|invalid)(?::\d+)?(?:\/|$)/i;

/** The samples of jwt.io, RFC 7519 and PyJWT and their variants, and the fixed key of a local Supabase. */
function isSample(claims: Claims, issuer: string): boolean {
  if (issuer === 'supabase-demo' || 'http://example.com/is_root' in claims) return true;
  if (isWords(claims) || NOBODYS.test(issuer)) return true;
  return claims['name'] === 'John Doe' && String(claims['sub']).startsWith('12345');
}
