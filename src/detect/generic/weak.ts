import type { TextMatch } from '../../engine/engine.ts';
import type { MatcherFacts } from '../compile.ts';
import { COMMON_WORDS } from '../data/common-words.ts';
import { hasDummyWord } from '../placeholder.ts';
import { isPlaceholderPassword, isTrivialPassword } from '../validators/password.ts';
import { nameKind } from './name.ts';

const LONGEST_FRONT = 64;

/** How far around its keyword the matcher looks, and the bytes that may follow it. */
export const WEAK_FACTS: MatcherFacts = { lookBehind: LONGEST_FRONT, maxLength: 160, following: ['""\'\'==::  \t\t'] };

/** A setting begins its line, a list item or a member, maybe after `export` or `set`. `${DB_PASSWORD:-word}`: a variable's default. */
const FRONT =
  /(?:\$\{|(?:^|[\n{,])[ \t]{0,24}(?:-[ \t]{1,3})?(?:(?:export|set|SET)[ \t]{1,2})?["']?)(?<name>[A-Za-z][\w.-]{0,40})?$/;
/** One word up to the end of the line, of the member or a comment. */
const SETTING =
  /(?<word>pass(?:word|wd|phrase)?|pwd)(?:["']?[ \t]{0,3}[=:][ \t]{0,4}|:-)(?<quote>["']?)(?<secret>[A-Za-z0-9][\w!@.$+*?-]{3,31})\k<quote>[ \t]{0,4}(?=[\r\n,}\]]|#|$)/iy;

/** Settings about passwords instead of passwords: modes, sources, requirements. */
const MODES =
  /^(?:always|ask|allowed|cram|crypt|external|ident|ldap|md5|must|never|nopasswd|nopassword|once|peer|plain|prompt|prompted|random|scram[\w-]*|session|sha\d*|strong|trust|unset|weak)$/i;
/** Words that are passwords in an environment, and labels or keys of members elsewhere. */
const STOCK = /^(?:pass|passw(?:or)?d|pwd|secret|guest|user|test|admin|root|default|letmein)$/i;

/** The name says that the value gives no access. */
const SAMPLE_NAME = /^(?:example|sample|invalid|wrong|incorrect|dummy|fake)/i;

/**
 * A setting with a password so weak that elsewhere it is a word of prose or a sample: `POSTGRES_PASSWORD=postgres`. Only for settings
 * files.
 */
export function matchWeakPassword(text: string, at: number): TextMatch | undefined {
  SETTING.lastIndex = at;
  const setting = SETTING.exec(text);
  if (setting === null) return undefined;
  const front = FRONT.exec(text.slice(Math.max(0, at - LONGEST_FRONT), at));
  if (front === null) return undefined;
  const { word = '', secret = '', quote = '' } = setting.groups ?? {};
  const name = (front.groups?.['name'] ?? '') + word;
  if (SAMPLE_NAME.test(name) || nameKind(name) !== 'password' || !isWeak(secret, name)) return undefined;
  const secretEnd = at + setting[0].lastIndexOf(secret) + secret.length;
  return {
    start: at,
    end: secretEnd + quote.length,
    secretStart: secretEnd - secret.length,
    secretEnd,
    groups: { name },
    confidence: 'context',
  };
}

function isWeak(value: string, name: string): boolean {
  if (hasDummyWord(value) || MODES.test(value) || !isTyped(value)) return false;
  const isEnvironment = /^[A-Z][A-Z\d_]*$/.test(name);
  if (STOCK.test(value)) return isEnvironment && /^[a-z]+$/.test(value);
  if (isEnvironment) return !COMMON_WORDS.has(value) && !/^[A-Z_]+$/.test(value) && !isReferred(value);
  // Labels of translations begin with a capital, keys of members are words.
  return !COMMON_WORDS.has(value.toLowerCase()) && !/^[A-Z][a-z]+[.?!]?$/.test(value) && !isReferred(value);
}

const SIGNS = /[!@.$+*?_-]/g;
/** A word followed by a long number. */
const NUMBERED = /^[A-Za-z]{2,12}\d{5,8}$/;
/** A word made to meet a password policy: a digit, and a sign or both cases (`Admin4!you`); object names have dots and dashes. */
const COMPOSED = /^(?=.*\d)(?=.*[A-Za-z])(?:(?=.*[!@$+*?])|(?=.*[a-z])(?=.*[A-Z])(?!.*[.-]))[^_]{8,20}$/;

function isTyped(value: string): boolean {
  if (isTrivialPassword(value) || COMPOSED.test(value)) return true;
  const plain = value.replace(SIGNS, '');
  return isTrivialPassword(plain) || NUMBERED.test(plain);
}

/** Names of a credential, truth values and words for nothing; `hunter2` and the like are passwords here. */
function isReferred(value: string): boolean {
  return isPlaceholderPassword(value) && !/^[a-z]+\d{1,8}!?$/i.test(value);
}
