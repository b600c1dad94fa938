import { COMMON_WORDS } from '../data/common-words.ts';
import { isExpression } from '../expression.ts';
import { isCountedBytes, isMonotonous, isPlaceholder } from '../placeholder.ts';
import { UUID } from '../uuid.ts';
import { hasDottedNames, isMixed, shapeOf, wordScore } from '../wordlike.ts';
import { isCountedSeed } from '../validators/otp-seed.ts';
import { isNothingDecoded } from './decoded.ts';
import { textOfDigits } from './digits.ts';
import { isForeignPasswordWord, isSaidOfPassword, type NameKind } from './name.ts';
import { isTypedSample } from './sample-value.ts';

/** Templates, variables, calls, paths and addresses, which refer to a value; and the marks that fuzzers replace with words. */
const REFERENCE =
  /^[$@%](?:[A-Za-z_{(]|$)|^\*[A-Za-z_]\w*$|^\$|\$\{|\$\(|\{\$[A-Za-z_]|^pass:\$|\{\{|<%|[#%]\{|%\(|[-_]%[sdvx]$|^\{[^"]*\}$|^(?:FUZ[2-9]?Z|FILE)\d?$|^<[^>]*>$|^\[[^\]]*\]$|^%[^%]+%$|\{[A-Za-z]{2,12}:\d{1,3}\}|:\/\/|^\.{0,2}\/[\w.-]+(?:\/|$)|^~\/|^\/\/|^[A-Za-z]:\\|^&[a-z]|^(?:arn|urn|vault|op|ref\+\w+|projects|secret|secrets|env|file|kms|ssm|keyring)[:/]|^(?:npm|jsr|workspace|catalog|patch|portal|link):[\^~*<>=@\d]|^data:|^(?:hmac-)?sha\d{1,3}[:=-]|^[a-z]{2,12}:(?:[0-9a-f]{40}|[0-9a-f]{64})$|^(?:(?:PART)?UUID|LABEL|uuid|guid|partuuid|label|md5)=|^[A-Z]{2,8}\[[^\]]{16,}\]$|^[A-Za-z_]\w*\[-?\d{1,3}\]\.[A-Za-z_][\w.]*$|^h1:|^__\w+__$|^[\w.-]+(?:\/[\w.-]+)+@(?:[0-9a-f]{40}|v\d[\w.]*)$|\[\^?[^\]\s]{2,40}\][*+{]|\(\?[:=!<]/;
const MEMBER =
  /^(?:process|os|env|ENV|config|cfg|this|self|system|System|var|data|module|local|params?|settings|options|args|req|request|props|state|ctx|context|window|document|globals?|secrets?|each|output|inputs?|github|values|Values)(?:\.|\[|->)/;
const FILE =
  /(?:^|\/)[\w-]+(?:\.[\w-]+){0,3}\.(?:pem|key|crt|cer|json|ya?ml|txt|xml|html?|js|ts|py|go|rb|java|sh|conf|cfg|ini|env|jks|p12|pfx|md|php|png|svg|css|properties|toml|sql|log|tar|zip|gz|tgz|jar|whl)$/i;
/** In parts of a dotted name that do not read as words: minified code has short ones. */
const LEAST_RANDOM = 40;
/** Java's default representation of an object: its class and a hash. */
const OBJECT = /^(?:[A-Za-z_$][\w$]*\.)+[A-Za-z_$][\w$]*@[0-9a-f]{1,8}$/;
const CODE =
  /^[A-Za-z_][\w.:]*\(|\)$|=>|^(?:new|await|function|lambda|return|typeof|async|const|let|if|not|and|or)\b|^!?[A-Za-z_]\w*\[|\\[dwsb][+*{]|\[\^?[A-Za-z0-9]-|\{\d+(?:,\d*)?\}|^\^|^[A-Za-z_$][\w$.]*=!|^[A-Za-z_$][\w$]{0,30}(?:\.[A-Za-z_$][\w$]{0,30})*=[A-Za-z_$][\w$.]*(?:=|$)/;
/** Types, as in `password: PasswordManager`. */
const TYPE = /^(?:[A-Z]+[a-z]+){2,6}$/;
/** An unquoted `super$name`: a shell inserts the variable's value there. */
const INTERPOLATED = /^[A-Za-z]+\$[a-z]{3,}$/;
/** Unquoted forms of code. */
/** `LISTofBYTE`: a type of the X protocols. */
const X_TYPE = /^LISTof[A-Z0-9]+$/;
const BARE: readonly RegExp[] = [CODE, INTERPOLATED, X_TYPE];
/** Letters of a type are words or abbreviations, those of a generated password are not. */
const LEAST_WORDLIKE = -0.4;
const LEAST_GENERATED = 10;

function isType(text: string): boolean {
  return TYPE.test(text) && !(text.length >= LEAST_GENERATED && wordScore(text) < LEAST_WORDLIKE);
}
const NOTHING =
  /^(?:true|false|none|null|nil|undefined|yes|no|on|off|empty|required|optional|string|str|unavailable|(?:en|dis)abled?|bool(?:ean)?|int(?:eger)?|u?int(?:8|16|32|64)(?:_t)?|float(?:32|64)|number|object|default|localhost|https?|utf-?8|utf-?16(?:le|be)?|ascii|ucs-?[24]|nfk?[cd]|latin-?1|iso-8859-1|hex|base64(?:url)?|args|kwargs|argv|self|bytearray|uint8array|undef|nullptr|nothing|(?:var)?binary|varchar2?|(?:long|medium)text|(?:big|small)int|datetime|timestamp|secrets|tokens|passwords|credentials)$/i;
/** Numbers, a 48-bit pointer as printed by Go, versions, dates. */
const VERSION_OR_DATE =
  /^-?0x[0-9a-f]{1,12}$|^[-+]?(?:0x[0-9a-f_]+|\d[\d_]*)_?[iu](?:8|16|32|64|128|size)$|^[-+]?0x[0-9a-f_]{1,16}[ul]{1,3}$|^(?:\d+:)?v?\d+(?:\.\d+){1,4}[a-z]{0,2}\d*(?:[-+~^][\w.+~^:-]+)?(?:\/go\.mod)?$|^\d{4}-\d{2}-\d{2}|^\d{1,6}\/(?:s|m|h|d|sec|min|hour|day)\b|^[a-z]{3}[a-z\d]*(?:[-_][a-z][a-z\d]*)*-v?\d+(?:\.\d+){2,3}(?:[-.][a-z]+\d*)?$|^[a-z][\w.-]*(?:\[[\w,-]+\])?[<>~!=]=\d+(?:\.[\d*]+)*(?:,[<>=!~]{1,2}\d+(?:\.[\d*]+)*)*$/i;
const HIDDEN = /^(?:[*x.\-_#=+~•]|\\u2022)+$|[:=](?:x{3,}|\*{3,})$|^(.)\1{2,}$/i;
/** Public halves and hashes, by their prefix; JSON Web Tokens without a real signature. */
const PUBLIC =
  /^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2|AAAA[BEC]3NzaC1|AAAAE2VjZHNhL|MII[BC]Ij?AN|-----BEGIN (?:RSA )?PUBLIC)|^\$(?:2[aby]|[156]|argon2\w*|pbkdf2[\w-]*|scrypt)\$|^ey[JI][\w-]+\.[\w-]*\.[\w-]{0,19}$|\.eyJ[\w-]+\.(?:sig|signature)$|^pk\.eyJ|^pk_(?:live|test)_|^pub[0-9a-f]{32}$|^iauth_|^(?:mQ[A-Za-z0-9+/]{2}B|mDME|xs[BF]NB|xjME)[A-Za-z0-9+/]{60}|^\{(?:CRYPT|SSHA|SHA|MD5|SMD5)\}|^pbkdf2_sha|^SCRAM-SHA-(?:1|256|512)\$|^md5[0-9a-f]{32}$|^\*[0-9A-F]{40}$|^0x[0-9a-fA-F]{40}$|^Client-ID /;
/** Stored hashes: modular crypt formats, also after the name of the encoder (Spring Security, Jenkins), those of Django and of Werkzeug. */
const STORED_HASH =
  /^(?:[\w.@-]{1,64}:)?\$[a-z][\w-]{0,24}\$(?:[\w.=,+/-]+\$)+[\w./+=-]{11,}$|^(?:[\w.@-]{1,64}:|\{\w{1,24}(?:@[\w.]{1,24})?\}|#\w{0,12}bcrypt:)?\$2[aby]?\$\d{1,2}\$|^(?:crypt|md5|sha1|sha256|unsalted_\w+|bcrypt(?:_sha256)?|argon2|pbkdf2\w*|scrypt)\$|^(?:pbkdf2:sha\d{1,3}|scrypt)(?::\d{1,9}){0,3}\$/;

/** Whether a text is the stored hash of a password: the password must be cracked first, and other rules report it. */
export function isStoredHash(text: string): boolean {
  return STORED_HASH.test(text.replace(/^[\s'"]+/, ''));
}

function isPublic(text: string): boolean {
  return PUBLIC.test(text) || isStoredHash(text);
}

/** Bytes of a binary next to a string that ends in a credential word. */
const CONTROL = /[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]/;
/** A path of ids: keys of objects in a store. */
const PATH_OF_IDS = new RegExp(String.raw`^${UUID}(?:/[\w.-]{1,80})+$`, 'i');
/**
 * Texts of a translation that Crowdin marks in the page, advisories (GitHub, CVE, distributions), ids of GitHub's objects (type and
 * MessagePack in base64), commit ranges, and digests that name their algorithm, including SSH key fingerprints.
 */
const PUBLIC_ID =
  /^(?:crwdns\d+:)?\d+crwdne\d+|^crwdns\d+:\d+|^[0-9a-f]{7,40}\.{2,3}[0-9a-f]{7,40}$|^SNYK-[A-Z]+(?:-[A-Z0-9]+)+-\d{5,9}$|^GHSA(?:-[0-9a-z]{4}){3}$|^CVE-\d{4}-\d{4,}$|^SHA256:[0-9A-Za-z+/]{43}=?$|^MD5:[0-9a-f]{2}(?::[0-9a-f]{2}){15}$|^CWE-\d{1,5}$|^[A-Z]{2,8}(?:-[A-Z]{2,8})?-(?:19|20)\d\d:\d{3,6}(?:-\d{1,3})?$|^[A-Z]{1,5}_kw[A-Za-z]O[\w-]{8,}$|^[A-Z0-9]{0,8}SHA-?\d{1,3}E?(?:[=:]|-s\d{1,12}--)[0-9a-f]{32,128}(?:\.[\w.-]*)?$/i;
const SHORTEST = 4;
/** A value of which a document shows only the beginning. */
const CUT = /[\w+/=.-]{3}(?:\.{2,}|\u2026|\u00e2\u0080\u00a6)$/;
/** Passwords that ask to be changed, those of stories and tests, keyboard rows, redaction marks, and storage methods (casts of Laravel). */
const STOCK =
  /^(?:test[-_]?pass(?:word|wd)?|(?:bad|wrong|invalid|incorrect|not[-_ ]?valid)[-_ ]?pass(?:word|wd)?|qwert?|asdfg?|zxcvb?|xyzzy|hunter|p[a@4][s5$]{2}w[o0]rd(?=!?$)|change[-_ ]?(?:me|it|this)|not[-_ ](?:set|an?[-_ ]\w+|found|available|used|needed|required|valid|provided|configured)|open[-_ ]?sesame|letmein|correct[-_. +]?horse(?:[-_. +]?battery(?:[-_. +]?staple)?)?|hunter2|s3cr3t|hashed|encrypted|redacted|removed|masked|censored|filtered|sanitized|scrubbed|hidden)[!\d]{0,3}$/i;
/** A redaction mark with signs or words around it: `XXX-REDACTED-XXX`. */
const REDACTED = /^[x*#<([{-]{0,8}[-_ ]?(?:redacted|masked|censored|scrubbed)[-_ ]?[x*#>)\]}-]{0,8}$/i;
/** An e-mail address as the password of an anonymous login. */
const ANONYMOUS = /^(?:anonymous|guest|ftp|nobody)@/i;
/** Numbered placeholders of documentation; after the word password, `Secret123` is a value. */
const NUMBERED_NAME = /^(?:key|value|name)[-_]?\d{1,6}$/i;
const NUMBERED = /^(?:key|token|secret|value|user|name)[-_]?\d{1,6}$/i;

/** UUIDs of RFC 4122 and ones that manuals copied from each other, including keys of AWS. */
const SAMPLE_UUID =
  /^(?:123e4567-e89b-12d3-a456-4266(?:14174000|55440000)|550e8400-e29b-41d4-a716-446655440000|1234abcd-12ab-34cd-56ef-1234567890ab)$/i;

/** `real_key`, `db-user-password`: the name of a credential in place of one. */
const CREDENTIAL_NAME =
  /^[a-z]+(?:[-_][a-z]+\d{0,4})*[-_](?:pw|pwd|pass|passwd|password|key|token|secret|creds|credentials)$/;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';

/** Escaped text of another script: at least half of it is letters beyond ASCII. */
const ESCAPED_LETTER = /\\{1,8}(?:u(?!00[0-7])[0-9a-f]{4}|x[89a-f][0-9a-f])/gi;

function saysNothing(text: string): boolean {
  if (isNothingDecoded(text) || isCountedBytes(text) || isCountedSeed(text)) return true;
  if (HIDDEN.test(text) || NOTHING.test(text)) return true;
  if (PATH_OF_IDS.test(text) || PUBLIC_ID.test(text)) return true;
  return OBJECT.test(text) || (/\\[ux]/.test(text) && text.replace(ESCAPED_LETTER, '').length * 2 < text.length);
}

/** `config.password`, but not a token with random parts. */
function isDottedName(text: string): boolean {
  return hasDottedNames(text.replace(/[;,)]+$/, '')) && shapeOf(text).random < LEAST_RANDOM;
}

/** Base64 may begin with a slash, as a path does: whole groups of four that do not read as words. */
function isBase64(text: string): boolean {
  if (text.length < LEAST_RANDOM || text.length % 4 !== 0 || !/^\/[A-Za-z0-9+/]{38,}={0,2}$/.test(text)) return false;
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && shapeOf(text).random * 5 >= text.length * 4;
}

const LEAST_BEHIND_MARK = 10;

/** `@Xk2…`: a variable's sigil before something that is not a name. */
function isNoName(text: string): boolean {
  return (
    /^[@%$][A-Za-z][^({[]*$/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text) && isMixed(text, LEAST_BEHIND_MARK)
  );
}

function isReferring(text: string): boolean {
  return REFERENCE.test(text) && !isBase64(text) && !isNoName(text);
}

/** Whether a value decodes (from percent-encoding, hexadecimal or base64, as programs print bytes) to something that is not a value. */
export function isEncodedReference(text: string): boolean {
  const plain = text.includes('%') ? text.replace(/%[0-7][0-9a-f]/gi, decodeURIComponent) : textOfDigits(text);
  if (plain === undefined || plain === text) return false;
  return isReferring(plain) || NOTHING.test(plain) || HIDDEN.test(plain) || STOCK.test(plain) || REDACTED.test(plain);
}

/** Whether a value is clearly a reference or meaningless, so that no other check is needed. */
export function isReference(text: string, quoted: boolean): boolean {
  if (text.length < SHORTEST || CUT.test(text) || CONTROL.test(text) || saysNothing(text) || isPublic(text))
    return true;
  if (isReferring(text) || MEMBER.test(text) || FILE.test(text) || VERSION_OR_DATE.test(text)) return true;
  return quoted ? /\s{2,}|\s\S*\s\S*\s/.test(text) : isBareCode(text);
}

function isBareCode(text: string): boolean {
  return isDottedName(text) || isType(text) || isExpression(text) || BARE.some((pattern) => pattern.test(text));
}

/** `TODO`, `dummy-value`, `see vault`, `rotated weekly`, `invalid credentials`: what to do about a value, or a statement about it. */
const NOTE =
  /^(?:(?:todo|tbd|tbc|fixme)[.:!]?|(?:dummy|sample|example|fake)[-_ ]?(?:value|text|string|data)|(?:see|ask|rotated|kept|stored|managed|provided|invalid|incorrect|missing|expired)(?: [a-z]{2,12}){1,4}\.?)$/i;

/** `pwgen -1s 32`: the command that generates one, in the backticks of a shell. */
const MADE_BY = /^(?:pwgen|apg|openssl|uuidgen|head|cat|echo|printf|date|xxd|tr|dd|base64) -{0,2}[\w$"'/]/;

const DUMMIES: readonly RegExp[] = [
  MADE_BY,
  STOCK,
  REDACTED,
  SAMPLE_UUID,
  ANONYMOUS,
  NOTE,
  CREDENTIAL_NAME,
  NUMBERED_NAME,
];

/** Whether a value is a placeholder: a dummy of a token's length, one character repeated, a word that asks to be replaced. */
export function isDummy(text: string, kind: NameKind): boolean {
  if (DUMMIES.some((pattern) => pattern.test(text))) return true;
  if (COMMON_WORDS.has(text.toLowerCase()) || isForeignPasswordWord(text) || isSaidOfPassword(text)) return true;
  if (isTypedSample(text)) return true;
  if (kind !== 'password') return isNoToken(text);
  return text.length >= 10 && isMonotonous(text);
}

/** What people type in place of a generated value: a number, `abcdef`, a word and a number; or a dummy of a token's length. */
function isNoToken(text: string): boolean {
  if (NUMBERED.test(text) || /^[\d-]+$/.test(text) || ALPHABET.includes(text.toLowerCase())) return true;
  return text.length >= 10 && isPlaceholder(text);
}
