import { isForeignPasswordWord } from '../generic/name.ts';
import { isSampleLogin } from '../placeholder.ts';
import type { Validator, ValidatorInput } from '../rule.ts';
import { shapeOf } from '../wordlike.ts';
import {
  areNamesInCapitals,
  isEncodedSample,
  isLocalHost,
  isOwnMachine,
  isOwnSample,
  isPlaceholderPassword,
  isSpelledSample,
  isTrivialPassword,
} from './password.ts';

/** Default user names and passwords of products. */
const INSTALLED =
  /^(?:guest|root|postgres|admin|administrator|user|test|mysql|redis|rabbitmq|elastic|sa|minio|minioadmin|mongo|anonymous|default|ftp|dev)$/i;

/**
 * The password of a URL's user information (RFC 3986 section 3.2.1). Groups `user` and `host`, if the pattern has them. Rejects references,
 * placeholders, product defaults and, on local or documentation hosts, trivial words.
 */
export const URL_PASSWORD: Validator = {
  isTyped: true,
  check: (input) =>
    isRealPassword(input) && !isPath(input) && !isDrive(input) && !isFolder(input) && !isBeyond(input)
      ? 'unknown'
      : 'reject',
};

/** A placeholder, a port, or text from tests of encodings. */
function isNoPassword(text: string): boolean {
  if (isSpelledSample(text) || isEncodedSample(text) || isForeignPasswordWord(text)) return true;
  // `scheme://kind:user:password@host`: a manual names the parts.
  if (text.includes(':') && text.split(':').every((part) => part !== '' && isPlaceholderPassword(part))) return true;
  // `:,pwd,foo,@h1`: tests of parsers.
  if (text.includes(',') && text.split(',').every((part) => part === '' || isPlaceholderPassword(part))) return true;
  return isPlaceholderPassword(text) || /^\d{2,5}(?:$|[,;])/.test(text);
}

/** `LOGIN:APIKEY`; `scheme://[user[:password]@]host`: optional parts. */
function isPartName(user: string, secret: string, host: string): boolean {
  return areNamesInCapitals(user, secret) || host.startsWith(']');
}

function isRealPassword(input: ValidatorInput): boolean {
  const { secret, groups } = input;
  const { user = '', host = '' } = groups;
  if (isSampleLogin(`${user}:${secret}`) || isOwnSample(host, secret)) return false;
  if (isPartName(user, secret, host)) return false;
  if (isSetPassword(input)) return !isInstalled(user, secret);
  if (isNoPassword(secret) || /^anonymous$/i.test(user)) return false;
  if (isTemplate(user)) return isStrong(secret);
  if (isInstalled(user, secret)) return false;
  return !(isLocalHost(host) && isTrivialPassword(secret));
}

const DATABASE = /^(?:postgres|mysql|mariadb|mongodb|redis|amqp|mssql|sqlserver|clickhouse|cockroach|oracle)/i;

/** Signs that an address may not contain: a password with an unencoded one is distinguished from a path by its form. */
const RESERVED = /[/"\\]/;
const LEAST_RANDOM = 7;

function isPath({ secret, groups, text }: ValidatorInput): boolean {
  if (groups['host'] === undefined || !RESERVED.test(secret) || !DATABASE.test(text)) return false;
  return shapeOf(secret).random < LEAST_RANDOM;
}

/** A Windows drive and a path that contains an `@`; where escapes are decoded, its first sign is different. */
function isDrive({ groups, text }: ValidatorInput): boolean {
  return /^file:/i.test(text) && /^[A-Za-z]$/.test(groups['user'] ?? '');
}

/** `HOST=web1 : TTY=pts/1 ; PWD=/home ; USER=root`: sudo logs the folder in which a command runs. */
function isFolder({ secret, text }: ValidatorInput): boolean {
  return /\bPWD ?=/.test(text) && /^(?:\/[\w.-]+)+\/?[ \t]*$/.test(secret) && shapeOf(secret).random < LEAST_RANDOM;
}

/** An encoded address, as in a query, ends at the first `&`, and its host at the first encoded slash. */
function isBeyond({ secret, text }: ValidatorInput): boolean {
  return /^%3a%2f%2f/i.test(text) && /&|%2f/i.test(secret);
}

/** A weak word that databases are nevertheless set up with, on any host except those of documentation. */
function isSetPassword({ secret, groups, text }: ValidatorInput): boolean {
  const host = groups['host'];
  if (host === undefined || !DATABASE.test(text) || (isLocalHost(host) && !isOwnMachine(host))) return false;
  return /^secret$/i.test(secret) || (isTrivialPassword(secret) && !isPlaceholderPassword(secret));
}

function isTemplate(user: string): boolean {
  return /[{}<>[\]()|^*\\]|^\$|^%[sdv]$/.test(user);
}

function isInstalled(user: string, password: string): boolean {
  if (password.toLowerCase() === user.toLowerCase()) return true;
  return INSTALLED.test(password) && (user === '' || INSTALLED.test(user));
}

/** Random by its own form, whatever its surroundings. */
function isStrong(text: string): boolean {
  return text.length >= 16 && /\d/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text);
}
