import { IS_UUID } from '../../uuid.ts';
import type { Kind, Place } from '../place.ts';

/** `'…', 'The length that is required of all passwords', '5ff5841d-…'`: a row's id after a sentence that ends in a credential word. */
function isIdBehindSentence({ named: { operator, closed }, value, before }: Place): boolean {
  return (
    operator === ',' &&
    closed &&
    IS_UUID.test(value) &&
    /["'][A-Za-z][^"'\n]{0,120}[a-z,/] (?:[a-z-]{1,16} ){1,6}$/.test(before)
  );
}

/** Digests in hexadecimal; some programs omit leading zeros. */
const DIGEST = '(?:[0-9a-f]{36,40}|[0-9a-f]{62,64}|[0-9a-f]{126,128})';
const IS_DIGEST = new RegExp(`^${DIGEST}$`);
const SALT_BEHIND = new RegExp(`^["'](?:\\s[\\w:.-]{1,40}=["'][^"'<>]{0,80}["']){0,3}\\ssalt=["'][0-9a-f]{16,128}["']`);
const HASH_BEFORE = new RegExp(`\\spassword=["']${DIGEST}["'](?:\\s[\\w:.-]{1,40}=["'][^"'<>]{0,80}["']){0,3}\\s\\w*$`);
const SALT_COLUMN_BEHIND = /^["']\s{0,3}\/>\s{1,60}<column name="salt" value="[0-9a-f]{16,128}"/;
const HASH_COLUMN_BEFORE = new RegExp(
  `<column name="password" value="${DIGEST}"\\s{0,3}/>\\s{1,60}<column name="salt" $`,
);

/** `<users password="ff6d…" salt="5d32…"/>`: the digest of a password and its salt, in one element. */
function isStoredBesideSalt({ named: { name }, value, before, after }: Place): boolean {
  if (/(?:^|[._:])password(?:\.value)?$/i.test(name))
    return IS_DIGEST.test(value) && (SALT_BEHIND.test(after) || SALT_COLUMN_BEHIND.test(after));
  return (
    /^salt(?:\.value)?$/.test(name) &&
    /^[0-9a-f]{16,128}$/.test(value) &&
    (HASH_BEFORE.test(before) || HASH_COLUMN_BEFORE.test(before))
  );
}

/** An RSA public key in hexadecimal (RFC 8017, A.1.1; RFC 5280, 4.1): a modulus and the exponent 65537, and nothing else. */
const PUBLIC_RSA =
  /^30(?:81[0-9a-f]{2}|82[0-9a-f]{4})(?:02(?:81[0-9a-f]{2}|82[0-9a-f]{4})00|300d0609)[0-9a-f]+0203010001$/i;

function isPublicRsa({ value }: Place): boolean {
  return PUBLIC_RSA.test(value);
}

/** Addresses open to everyone who has them: a badge, a list of free times, a search. */
const OPEN_ADDRESS =
  /\bimg\.shields\.io\/[^\s"'<>]{0,120}[?&]$|\bcalendar\.google\.com\/calendar\/[^\s"'<>]{0,40}selfsched\?(?:[^\s"'<>]{0,60}&)?$|[?&]search=[^\n<>]{0,120}&$/;

/** `…/codecov/c/gh/a/b?token=…`, `selfsched?sstoken=…`, `Special:Search?…&searchToken=…`. */
function isOfOpenAddress({ named: { operator }, before }: Place): boolean {
  return operator === '=' && OPEN_ADDRESS.test(before);
}

/** `burn-native-token 0x0886…`, `send-native-token rms1…`: the id of a coin, and an address in bech32 (BIP 173). */
function isCoin({ named: { name, kind }, value, between }: Place): boolean {
  if (kind === 'password' || /secret|private|auth|bearer|api/i.test(name + between)) return false;
  return (
    /native_?-?tokens?$/i.test(name) &&
    /^(?:0x[0-9a-f]{38,80}|(?!nsec)[a-z]{2,5}1[02-9ac-hj-np-z]{38,62})$/i.test(value)
  );
}

const COUNTRY_BEHIND = /^["'],\s{1,12}["'][A-Z]{2}["']\s?(?::|=>)\s?["'][A-Z\x80-\xff]/;
const COUNTRY_BEFORE = /["'][A-Z]{2}(?:-\d\d)?["']\s?(?::|=>)\s?["'][A-Z\x80-\xff][^"'\n]{1,40}["'],\s{1,12}["']$/;

/** `'PW': 'Palau', 'PY': 'Paraguay'`: a country after its code (ISO 3166). */
function isCountry({ named: { name, closed }, value, before, after }: Place): boolean {
  return (
    closed &&
    name === 'PW' &&
    /^[A-Z\x80-\xff][A-Za-z\x80-\xff .-]+$/.test(value) &&
    (COUNTRY_BEHIND.test(after) || COUNTRY_BEFORE.test(before))
  );
}

const OPENS_TEXT = /<(?:translation|source|numerusform|extracomment|comment|target|seg)\b[^<>]*>[^<>]*$/;
const CLOSES_TEXT = /^[^<>]{0,160}<\/(?:translation|source|numerusform|extracomment|comment|target|seg)>/;

/** `<translation>KeePass 2-Datenbank</translation>`: a word of a sentence in a translation file (Qt, XLIFF, TMX). */
function isInTranslation({ named: { syntax, quote }, value, before, after }: Place): boolean {
  return (
    syntax === 'prose' &&
    quote === '' &&
    /^(?:\d{1,2}|[A-Z]+#\d{1,2})-[A-Za-z][a-z]+[.-]?$/.test(value) &&
    (OPENS_TEXT.test(before) || CLOSES_TEXT.test(after))
  );
}

/** A number followed by the rest of a sentence in a script without blanks: the permitted length of a password. */
function isNumberInSentence({ named: { quote }, value, after }: Place): boolean {
  return quote === '' && /^\d{1,5}(?:$|[\xe3-\xed])/.test(value) && /^\d+[\xe3-\xed][\x80-\xbf]{2}/.test(value + after);
}

/** `'../etc/passwd': 'malicious'`: the contents of a file, after its path. */
function isHeldByFile({ named: { name, closed, operator }, before }: Place): boolean {
  return name === 'passwd' && closed && /^[:,]$/.test(operator) && before.endsWith('../etc/');
}

/** Text encrypted by a vault: an item that begins with `opdata01`, a string of Bitwarden by its type, a setting of Foreman. */
const ENCRYPTED =
  /^encrypted-[A-Za-z0-9+/]{20,}={0,2}$|^b3BkYXRhMD[A-Za-z0-9+/]{20,}={0,2}$|^[0-7]\.[A-Za-z0-9+/]{16,}={0,2}(?:\|[A-Za-z0-9+/]{16,}={0,2}){1,2}$/;

function isOfVault({ value }: Place): boolean {
  return ENCRYPTED.test(value);
}

/** `["password", "webauthn"]`: another login method. */
function isMethodOfLogin({ named: { operator, quote }, value }: Place): boolean {
  return (
    quote !== '' &&
    /^[,|/]$/.test(operator) &&
    /^(?:webauthn|passkeys?|[th]otp|oidc|saml2?|lookup_secret|magic[_-]?link|fido2?|u2f|kerberos|ldap|oauth2?)$/i.test(
      value,
    )
  );
}

/** `"hashedSaltedValue": "NICT…"`: the hash of a password in a Keycloak realm. */
function isHashedValue({ named: { name }, between }: Place): boolean {
  return /(?:^|[._"'])hashed(?:Salted)?Value(?:\\?["'] ?: ?\\?["'])?$/.test(name + between);
}

const LINE_OF_VECTOR =
  /(?:^|\n)[ \t]{0,8}(?<name>[A-Za-z][A-Za-z\d_]{0,24})[ \t]{0,4}[=:][ \t]{0,4}(?:0x)?[0-9a-f]{2,}/gi;
/** Names for the answers and inputs of a known-answer test. */
const ANSWER = /^(?:output|out|result|expected|okm|prk|signature|sig|ciphertext|ct|k|z|digest|mac|tag)$/i;
const ASKED =
  /^(?:secret|salt|label|msg|message|input|in|iv|nonce|ad|aad|info|context|ikm|seed|counterkey|pub(?:lic)?key|priv(?:ate)?key|passphrase|password|xof|pt|plaintext)$/i;

const LEAST_OTHERS = 2;

/** `Secret = FD7A…`, `Salt = BF0B…`, `Output = 79`: a line of a known-answer test, where every line has bytes in hexadecimal. */
function isLineOfVector({ named: { name, quote }, value, before, between, after }: Place): boolean {
  if (quote !== '' || !/^(?:0x)?[0-9a-f]{4,}$/i.test(value) || !/^[ \t]{0,4}[=:][ \t]{0,4}$/.test(between))
    return false;
  if (!/(?:^|\n)[ \t]{0,8}\w*$/.test(before) || !/^[ \t]{0,4}(?:\r?\n|$)/.test(after)) return false;
  const names = new Set<string>();
  for (const side of [before, after])
    for (const { groups } of side.matchAll(LINE_OF_VECTOR)) names.add(groups?.['name']?.toLowerCase() ?? '');
  names.delete(name.toLowerCase());
  const others = [...names];
  return (
    others.some((other) => ANSWER.test(other)) &&
    others.filter((other) => ANSWER.test(other) || ASKED.test(other)).length >= LEAST_OTHERS
  );
}

/** `<toggle-password matSuffix></toggle-password>`: an attribute of an element with that name. */
function isAttributeOfElement({ named: { name, quote }, value, before, between, after }: Place): boolean {
  return (
    quote === '' &&
    /^\s{1,40}$/.test(between) &&
    /<[a-z]+-(?:[a-z]+-)*[\w-]*$/.test(before + name) &&
    /^[*#[(]?[A-Za-z][\w.:-]*[\])]?$/.test(value) &&
    /^(?:[\s>=]|\/>)/.test(after)
  );
}

/** One check for each thing that data, translations and addresses have after a credential word. */
export const TOLD_KINDS: readonly Kind[] = [
  ['the id of a row behind a sentence', isIdBehindSentence],
  ['a digest and its salt in one element', isStoredBesideSalt],
  ['a public key of RSA', isPublicRsa],
  ['for a public address', isOfOpenAddress],
  ['a coin or a blockchain address', isCoin],
  ['a country', isCountry],
  ['a word in a translation', isInTranslation],
  ['a number in a sentence', isNumberInSentence],
  ['the content of a file', isHeldByFile],
  ['encrypted by a vault', isOfVault],
  ['the hash of a realm', isHashedValue],
  ['a line of a test vector', isLineOfVector],
  ['an element attribute of that name', isAttributeOfElement],
  ['another login method', isMethodOfLogin],
];
