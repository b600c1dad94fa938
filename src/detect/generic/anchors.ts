import { isSampleLogin } from '../placeholder.ts';
import { matchAt } from '../sticky.ts';
import { areNamesInCapitals, isEncodedSample, isOwnSample } from '../validators/password.ts';
import type { Located } from './syntax.ts';

/** A value found by a special anchor, with the name to show to the model. */
export interface Anchored extends Located {
  readonly name: string;
  /** The password that an encoded value contains. */
  readonly decoded?: string;
}

const USERINFO = /:(?:\\?\/){2}(?<user>[^\s:/?#@"'`<>()\\,;|&=]{0,80}):(?<secret>[^\s@/?#"'`\\<>]{4,120})@(?=[\w[${])/y;
const SCHEME_BEFORE = /(?<scheme>[A-Za-z][\w+.-]{0,30})$/;
const BASIC = /basic(?:[ \t]{1,3}|%20)(?<secret>[A-Za-z0-9+/_-]{6,400}={0,2})(?![\w+/=])/iy;
const IDENTIFIED =
  /identified[ \t]{1,4}(?:with[ \t]{1,4}\S{1,40}[ \t]{1,4})?by[ \t]{1,4}(?:password[ \t]{1,4})?(?<quote>\\{0,3}["'`]?)(?<secret>[^\s"'`\\;)]{4,128})/iy;
const STATEMENT = /\b(?:create|alter|grant|set[ \t]{1,4}(?:password|role)|user|role)\b[^;\n]*$/i;
const ONE_TIME =
  /[th]otp(?:\.new|\.TOTP|\.HOTP|\.generate|\.now)?(?:\.new|\.generate)?[ (]{1,3}(?<quote>["'])(?<secret>[A-Z2-7]{16,64}={0,6})["']/iy;

/** A sample of encoded text, or what follows an address: `host:15672,queue=a,node=b@c`. */
function isOtherPart(text: string, host: string): boolean {
  return isEncodedSample(text) || isPort(text, host);
}

/** A port followed by more; in `sed s@=.*@=http://$HOST:8000@g`, a flag instead of a host follows the sign. */
function isPort(text: string, host: string): boolean {
  return /^\d{2,5}[,;]/.test(text) || (/^\d{2,5}$/.test(text) && host.length <= 2);
}

/** `reverse:https://example.com:8085@localhost:8080`: a forwarded address before the listening one. */
function isPortOf(user: string, text: string): boolean {
  return /^\d{2,5}$/.test(text) && HOST_NAME.test(user);
}

/** Placeholders from manuals, also optional ones (`user[:password]@host`), a local password that declares itself one, a host and port. */
function isSample(user: string, secret: string, host: string): boolean {
  if (areNamesInCapitals(user, secret) || (user.endsWith('[') && secret.endsWith(']'))) return true;
  return isPortOf(user, secret) || isSampleLogin(`${user}:${secret}`) || isOwnSample(host, secret);
}

/** A domain name. */
const HOST_NAME = /^(?:localhost|(?:[\w-]{1,40}\.){1,5}(?:com|org|net|io|dev|local|test|internal))$/i;
const HOST = /(?:[^\s"'`/?#@]{0,80}@)?(?<host>[^\s"'`/?#@,]{1,80})/y;

function hostBehind(text: string, at: number): string {
  HOST.lastIndex = at;
  return HOST.exec(text)?.groups?.['host'] ?? '';
}

/** The password of `scheme://user:password@host`; `at` is the offset of the colon. */
export function userinfoAt(text: string, at: number): Anchored | undefined {
  const match = matchAt(USERINFO, text, at);
  if (match === undefined) return undefined;
  const { user = '', secret = '' } = match.groups ?? {};
  if (user === secret || user === 'anonymous') return undefined;
  const host = hostBehind(text, at + match[0].length);
  if (isOtherPart(secret, host) || isSample(user, secret, host)) return undefined;
  const scheme = SCHEME_BEFORE.exec(text.slice(Math.max(0, at - 31), at))?.groups?.['scheme'] ?? '';
  return { ...anchored(match, 'userinfo', scheme, '://'), closed: user === '' };
}

/** Basic credentials (RFC 7617): base64 of printable characters with a colon among them. */
export function basicAt(text: string, at: number): Anchored | undefined {
  const match = matchAt(BASIC, text, at);
  const decoded = Buffer.from(match?.groups?.['secret'] ?? '', 'base64').toString('latin1');
  if (match === undefined || !/^[\x20-\x7e]*:[\x20-\x7e]+\s?$/.test(decoded)) return undefined;
  const password = decoded.slice(decoded.indexOf(':') + 1).trim();
  return isSampleLogin(decoded.trim()) || password.length < 4
    ? undefined
    : { ...anchored(match, 'scheme', 'Basic', ''), decoded: password };
}

/** SQL: `CREATE USER … IDENTIFIED BY 'x'`. */
export function identifiedAt(text: string, at: number): Anchored | undefined {
  const match = matchAt(IDENTIFIED, text, at);
  // "identified by" also occurs in prose.
  if (match === undefined || !(isQuotedSql(match) || STATEMENT.test(text.slice(Math.max(0, at - 120), at))))
    return undefined;
  return anchored(match, 'sql', 'IDENTIFIED BY', 'BY');
}

function isQuotedSql({ 0: text, groups }: RegExpExecArray): boolean {
  return text.startsWith('IDENT') && groups?.['quote'] !== '';
}

/** `ROTP::TOTP.new('…')`, `totp.generate("…")`: the seed for one-time passwords. */
export function oneTimeAt(text: string, at: number): Anchored | undefined {
  const match = matchAt(ONE_TIME, text, at);
  return match && anchored(match, 'argument', 'totpSecret', '(');
}

function anchored(match: RegExpExecArray, syntax: Located['syntax'], name: string, operator: string): Anchored {
  const secret = match.groups?.['secret'] ?? '';
  const quote = match.groups?.['quote'] ?? '';
  const start = match.index + match[0].lastIndexOf(secret);
  return { syntax, name, operator, quote, start, end: start + secret.length, wrapped: false, closed: false };
}
