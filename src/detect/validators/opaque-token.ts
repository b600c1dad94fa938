import { isAlgorithmName } from '../algorithm-name.ts';
import { isChosen, isChosenWord } from '../chosen.ts';
import { entropy } from '../entropy.ts';
import { isStoredHash } from '../generic/reference.ts';
import { isCountedBytes, isPlaceholder } from '../placeholder.ts';
import type { Validator } from '../rule.ts';
import { isGenerated } from '../generated.ts';
import { hasDottedNames, isMixed, isRandomLetters, shapeOf, wordScore } from '../wordlike.ts';
import { isPlaceholderPassword, isPlaceholderWritten, isTrivialPassword } from './password.ts';

const NAMES_SOMETHING = /^\.{0,2}\/|^~\/|^[A-Za-z]:\\|^[\w+.-]+:\/\/|^(?:arn|orn|urn|file|env|vault|op|ssm):|^iauth_/;

/** In letters and digits that do not read as words. */
const LEAST_MIXED = 8;

/** A member, a path, an address; not random characters with a dot, and not chosen words with a number (`river.Stone_77`). */
function namesSomething(text: string): boolean {
  return NAMES_SOMETHING.test(text) || (hasDottedNames(text) && !isMixed(text, LEAST_MIXED) && !isChosenWord(text));
}

/** The same, or the next assignment. */
function isOtherThing(text: string): boolean {
  return namesSomething(text) || (/^\w+=/.test(text) && !isMixed(text, LEAST_MIXED));
}

/** Random letters hardly ever alternate like that. */
const PASCAL_CASE = /^(?:[A-Z][a-z]{2,}){2,}$/;

/** A token of unknown shape: mixed enough to be random, and not a JSON Web Token, for which there is a separate rule. */
export const OPAQUE_TOKEN: Validator = {
  check: ({ secret }) => (isOpaque(secret) ? 'unknown' : 'reject'),
};

/**
 * A token in a cookie, after the name of the cookie. After a colon (group `sign`) the name is a member of the cookies object: if brackets
 * close before it (group `gap`), it belongs to another object, such as the session of a target in the browser devtools protocol.
 */
export const COOKIE_TOKEN: Validator = {
  check: ({ secret, groups }) =>
    isOpaque(secret) && !(groups['sign'] !== '=' && /[}\]]/.test(groups['gap'] ?? '')) ? 'unknown' : 'reject',
};

/** Mixed enough to be random, and not a name, path, placeholder or JSON Web Token. */
function isOpaque(text: string): boolean {
  if (/^ey[JI]/.test(text) || namesSomething(text) || PASCAL_CASE.test(text)) return false;
  if (isPlaceholder(text) || isPlaceholderPassword(text)) return false;
  if (!/\d/.test(text) && !isMixedCase(text) && !isRandomLetters(text)) return false;
  const shape = shapeOf(text);
  return shape.random >= 10 && shape.random >= text.length * 0.5 && entropy(text) >= 2.8;
}

function isMixedCase(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && text.length >= 20;
}

/** Random letters never score higher; names of classes do. */
const MOST_WORDLIKE = 0.35;

/** Letters and a digit, which 20 or more characters of base 62 nearly always contain: excludes names of methods. */
export const MIXED_TOKEN: Validator = {
  check({ secret }) {
    const body = secret.replace(/^[a-z]\./, '');
    // `V1DownwardMapProjection`
    if (isAlgorithmName(body)) return 'reject';
    if (wordScore(body) > MOST_WORDLIKE && (body.match(/\d/g) ?? []).length < 2) return 'reject';
    return /\d/.test(body) && /[A-Za-z]/.test(body) && isOpaque(body) ? 'unknown' : 'reject';
  },
};

/** A key of a search service; search-only keys say so in their names, and are public in pages. */
export const NO_SEARCH_KEY: Validator = {
  check: ({ text }) => (/search|public/i.test(text) ? 'reject' : 'unknown'),
};

/** Hexadecimal, or lower-case letters that are not a word. */
export const RANDOM_LETTERS: Validator = {
  check: ({ secret }) => (/\d/.test(secret) || wordScore(secret) < 0 ? 'unknown' : 'reject'),
};

/** Four letters, a blank, four letters …: not words. One in two hundred texts of random letters scores higher. */
export const APP_PASSWORD: Validator = {
  check: ({ secret }) => (wordScore(secret.replace(/%20|\xc2\xa0|\+/g, ' ')) < 0.3 ? 'unknown' : 'reject'),
};

/** A password where one is expected: in a configuration file, an element, a connection string. */
export const PASSWORD: Validator = {
  isTyped: true,
  check: ({ secret }) =>
    isPlaceholderPassword(secret) || namesSomething(secret) || isStoredHash(secret) || isOfSops(secret)
      ? 'reject'
      : 'unknown',
};

/** `ENC[AES256_GCM,data:…`: encrypted by SOPS. */
function isOfSops(secret: string): boolean {
  return secret.startsWith('ENC[AES256_GCM,');
}

/** The same in a file written by a program: there, a name for a password (`FeedPassword`) is a value. */
export const WRITTEN_PASSWORD: Validator = {
  isTyped: true,
  check: ({ secret }) => (isPlaceholderWritten(secret) || namesSomething(secret) ? 'reject' : 'unknown'),
};

/** `[password]`, `<other` of `<other parameters>`, `{token}`: a placeholder in a help text. */
const USAGE = /^[[<{][A-Za-z][A-Za-z_-]*[\]>}]?["']{0,2}$/;

/** A name in one of the conventions of programs; or two names for the parts of a key pair: `ACCESS_KEY_ID,SECRET_ACCESS_KEY`. */
const NAME = /^[A-Z]+(?:_[A-Z0-9]+)+$|^[a-z]+(?:[-_](?:[a-z]+|\d{1,3}))+$|^[A-Z]?[a-z]+(?:[A-Z][a-z]+)*$/;

/** `harbor-otter-694`: also the form of a host name, but not of anything else that follows a user. */
const NUMBERED_WORDS = /^[a-z]{3,}(?:[-_][a-z]{3,}){1,3}[-_]\d{2,3}$/;

/**
 * The value after a command-line option. Rejects help texts, other options, paths, references, prose and weak words: it needs at least two
 * of lower case, upper case, digits, signs. After a bare `--key` (group `option`) it must look random; after a user and a colon (group
 * `behind`) words with a number are accepted as well, which by themselves may be the name of a container.
 */
export const ARGUMENT: Validator = {
  isTyped: true,
  check({ secret, groups }) {
    if (isMarked(secret) || isKeyId(secret, groups['option'])) return 'reject';
    const text = secret.replace(/(?:<\/?[a-z]\w{0,10}>)+$/i, '').replace(/[()[\],;:.]+$/, '');
    if (isGenerated(text)) return 'unknown';
    if (isNoValue(text) || isPlaceholderPassword(text) || isPlaceholder(text) || isWeak(text)) return 'reject';
    if (groups['option'] === 'key') return isOpaque(text) ? 'unknown' : 'reject';
    return isChosenBehind(text, groups['behind']) || isMixedOfKinds(text) ? 'unknown' : 'reject';
  },
};

/** `[-token type-]`: a deletion in wdiff's notation. `"(-token", ")-token"`: a parser's names for brackets. */
function isMarked(text: string): boolean {
  return text.endsWith('-]') || /^[)\]}]-[a-z-]+$/.test(text);
}

/** `altool --apiKey 7XK…`: the id of a key that Apple provides as a file. */
function isKeyId(text: string, option: string | undefined): boolean {
  return option === 'apiKey' && /^(?=.*\d)[A-Z0-9]{10}$/.test(text);
}

function isChosenBehind(text: string, behind: string | undefined): boolean {
  return isChosen(text) || (behind === 'user' && NUMBERED_WORDS.test(text));
}

const CHARACTER_KINDS = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9\s.,;:()]/] as const;

/** Two kinds of characters, and not a name. */
function isMixedOfKinds(text: string): boolean {
  const kinds = CHARACTER_KINDS.filter((kind) => kind.test(text)).length;
  return kinds >= 2 && !text.split(',').every((part) => NAME.test(part));
}

/** The answer to a command's password prompt: with a digit in it, it may have the form of a program's names. */
export const PROMPTED: Validator = {
  isTyped: true,
  check(value) {
    const { secret } = value;
    const isOne = /\d/.test(secret) && /[A-Za-z]/.test(secret) && !isNoValue(secret) && !isWeak(secret);
    return isOne && PASSWORD.check(value) === 'unknown' ? 'unknown' : ARGUMENT.check(value);
  },
};

/** Bytes of a binary, which do not occur in command lines. */
const CONTROL = /[\x00-\x08\x0e-\x1f\x7f]/;

/** `--passphrase=$PHRASE,--batch`: a variable in a list of arguments. */
const LISTED_VARIABLE = /^\$\{?[A-Za-z_]\w*\}?,-/;

/** `--reset-password=user@corp.com`: a mailbox, without the digits and signs that passwords have for letters. */
const MAILBOX = /^[a-z]+(?:\.[a-z]+)*@[a-z-]+(?:\.[a-z-]+)*\.(?:com|org|net|io|test|example)$/;

/**
 * Another option, a here-document (`<<EOF`), a member of a template's data, a concatenated text, an address, a contracted verb, the words
 * of a help text, a name in parts.
 */
function isNoValue(text: string): boolean {
  if (
    /^[-@&|;>#=]|^<<-?[\\"']?[A-Z]|^\d{1,2}-[A-Z][a-z]{2}-\d{4}$|^\.(?:\$|[A-Z]\w*\.)|^\d?>|^\([A-Za-z]+(?:-[A-Za-z]+)?$|^\/|:\/\/|^[A-Za-z]+'(?:t|s|re|ve|ll|d)$/.test(
      text,
    )
  )
    return true;
  if (CONTROL.test(text) || LISTED_VARIABLE.test(text)) return true;
  return MAILBOX.test(text) || isOtherThing(text) || USAGE.test(text) || isResourcePath(text);
}

/** From this length, a word with a number is what people choose: `Sommer2023`. Manuals have shorter ones. */
const LEAST_NUMBERED = 9;

/** Weak, and not in the form of a chosen password. */
function isWeak(text: string): boolean {
  const isNumbered =
    text.length >= LEAST_NUMBERED && /\d{2}$/.test(text) && !/pass|secret|admin|test|user|root|key|token/i.test(text);
  return isTrivialPassword(text) && !isNumbered && !isChosen(text);
}

/** Minimum letters and digits that do not read as words, in a key that no name announces. */
const LEAST_RANDOM_KEY = 8;
/** One or two words that people make up, with a number or a sign. */
const MADE_UP =
  /^(?=.*[a-z])[A-Za-z]{6,24}[-_.@]?\d{2,6}[!#$%^*?+~]{0,2}$|^(?=.*[A-Za-z]{6})(?=.*\d)(?=.*[!#$%^&*?+~@])[!-~]{10,}$/;

/**
 * The key argument of a call. Tests and manuals use words (`secret`, `my-key`), known answers and sequences of bytes: the rest is random,
 * or made up of words with a number.
 */
export const KEY_ARGUMENT: Validator = {
  check({ secret, text }) {
    if (/test|secret|passw|key|foo|demo|hello/i.test(secret) || isCountedBytes(secret)) return 'reject';
    if (shapeOf(secret).random < LEAST_RANDOM_KEY && !MADE_UP.test(secret) && !isGenerated(secret) && !isChosen(secret))
      return 'reject';
    return ARGUMENT.check({ secret, groups: {}, text });
  },
};

/** The second argument of a login call (group `user`: the first): two kinds of characters, and not an address or name. */
export const LOGIN_ARGUMENT: Validator = {
  isTyped: true,
  check({ secret, groups, text }) {
    const user = groups['user'] ?? '';
    // The address of a network, a page or a mailbox.
    if (/^[\d.]+$|\/|^[\w.+-]+@[\w-]+\./.test(secret)) return 'reject';
    if (/^[\d.]+$/.test(user) || user.toLowerCase() === secret.toLowerCase()) return 'reject';
    return /\d|[^\w.-]/.test(secret) || isChosen(secret) ? ARGUMENT.check({ secret, groups: {}, text }) : 'reject';
  },
};

const LEAST_TYPED = 8;
/** `handbook-2024`: the edition of something. */
const EDITION = /^[a-z]+[-_.](?:19|20)\d\d$/;
const VERSION_OR_DATE = /^v?\d+(?:[.:-]\w+)*$|^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}$/i;

/** Minimum letters that do not read as words, in a password without digits. */
const LEAST_UNREADABLE = 5;

/** Ways to sign in instead of a user: `Login with ADFS/Office365`; schemes of addresses (`sip:ann@…`). */
const WAY_IN =
  /^(?:adfs|sso|saml2?|ldaps?|oauth2?|oidc|openid|ad|aad|azure|entra|okta|auth0|google|github|gitlab|microsoft|apple|facebook|twitter|linkedin|kerberos|radius|cas|email|sips?|tel|xmpp|mailto|acct|urn|im|ssh|ftp|sftp)$/i;

/** `Counter32` / `Gauge32`: types with their number of bits. */
const TYPE_OF_BITS =
  /^(?:u?int|integer|unsigned|signed|gauge|counter|float|double|decimal|complex|timestamp|date(?:time)?|bits?|bytes?|vec)(?:8|16|32|64|128|256)$/i;

/**
 * The text after a user and a slash, or the answer to a question: random, or a made-up word with digits and a sign or a capital. Versions,
 * dates, addresses and file names occur there as well.
 */
export const SLASH_PASSWORD: Validator = {
  isTyped: true,
  check({ secret, groups, text }) {
    if (VERSION_OR_DATE.test(secret) || !/[A-Za-z]/.test(secret) || WAY_IN.test(groups['user'] ?? '')) return 'reject';
    if (!/\d/.test(secret) && !isSigned(secret)) return 'reject';
    const isMadeUp = secret.length >= LEAST_TYPED && /[^\w.:-]|[A-Z]/.test(secret);
    return isMadeUp || shapeOf(secret).random >= LEAST_TYPED ? ARGUMENT.check({ secret, groups: {}, text }) : 'reject';
  },
};

/** Letters of both cases that are not words, and a sign that does not occur in names: a password without digits. */
function isSigned(text: string): boolean {
  return (
    /[!#$%^&+=?]/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text) && shapeOf(text).random >= LEAST_UNREADABLE
  );
}

/** Minimum common prefix of names of one kind. */
const LEAST_SHARED = 5;

/** `node-x64` / `node-win64`: the next of several names with a common prefix, unless it is a user with a password derived from the name. */
function isNextOf(other: string, secret: string): boolean {
  let shared = 0;
  while (shared < other.length && other.charAt(shared) === secret.charAt(shared)) shared++;
  return shared >= LEAST_SHARED && shared < other.length;
}

/** The text after any user (group `other`) and a slash: accepts only made-up or generated passwords. */
export const SLASH_CHOSEN: Validator = {
  isTyped: true,
  check({ secret, groups, text }) {
    if (isNextOf(groups['other'] ?? '', secret)) return 'reject';
    if (VERSION_OR_DATE.test(secret) || EDITION.test(secret) || TYPE_OF_BITS.test(secret)) return 'reject';
    if (!/\d/.test(secret)) return 'reject';
    return isChosenWord(secret) || isGenerated(secret) ? ARGUMENT.check({ secret, groups: {}, text }) : 'reject';
  },
};

/** `projects/p/secrets/s/versions/1`: names joined by slashes. */
function isResourcePath(text: string): boolean {
  return text.includes('/') && /^[\w./-]+$/.test(text) && shapeOf(text).random < 10;
}
