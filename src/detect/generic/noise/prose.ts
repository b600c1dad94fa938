import { isForeignPasswordWord } from '../name.ts';
import type { Kind, Place } from '../place.ts';

/** `:type password: unicode or bytes`, `:param str passwd: …`: Python documentation of an argument. */
function isFieldOfDoc({ named: { quote }, before, between }: Place): boolean {
  return (
    !/["']/.test(quote) &&
    /^:[ \t]/.test(between) &&
    /:(?:param(?:eter)?|arg(?:ument)?|key(?:word)?|type|raises?|[ic]?var|vartype)[ \t](?:[\w.[\], |]{1,40}[ \t])?\*{0,2}\w*$/.test(
      before,
    )
  );
}

/** `passwords of a volume: eight blocks of digits`: a statement about several, after a colon. */
function isToldOfSeveral({ named: { name, syntax, operator, quote }, value, after }: Place): boolean {
  return (
    quote === '' &&
    operator === ':' &&
    syntax !== 'flag' &&
    /(?:s|ies)$/i.test(name) &&
    /^[a-z]+(?:-[a-z]+)?$/.test(value) &&
    /^ [a-z]{2,}(?:-[a-z]+)?[ .,;)]/.test(after)
  );
}

/** `account:password:UID:GID:directory:shell`: the names of a file's fields. */
function isFieldNames({ named: { quote }, value, before, between }: Place): boolean {
  return quote === '' && between === ':' && /\w:\w*$/.test(before) && /^[A-Za-z_]+(?::[A-Za-z_]+){2,}$/.test(value);
}

/** `.Fn svcerr_auth "SVCXPRT *xprt"`: a function and its arguments in mdoc markup. */
function isFunctionOfManual({ before }: Place): boolean {
  return /(?:^|[^\w.]|\\n)\.F[no][ \t]\w*$/.test(before);
}

/** ``| `db-password` | 3 | random-letters |``: words in a later cell; `| utente | password | comando | porta |`: a row of words. */
function isFartherCell({ value, before, between, after }: Place): boolean {
  if (/^[ \t]{0,40}\|[ \t]{0,40}$/.test(between) && /^[a-z]+$/.test(value))
    return /(?:\|[^|\r\n]{1,48}){3}$/.test(before) && /^[ \t]{0,40}\|/.test(after);
  return /\|[^|\n]*\|/.test(between) && /^[a-z]+(?:-[a-z]+)+$/.test(value);
}

/** `smbpasswd |vncpasswd`, `"authtok","bindpw"`: commands that set passwords, and directory settings that contain them. */
function isNameOfPassword({ value }: Place): boolean {
  return /^(?:(?:vnc|smb|ht|ch|yp|k|g|lp|ldap)passwd|(?:bind|root)pw)$/.test(value);
}

const PASSED = /^[ \t](?:to|through|into|along|by)[ \t]/;

/** `the callback we pass to libgit2`: the verb, after a word that is neither the owner nor the purpose of a pass. */
function isPassedOn({ named: { name }, before, between }: Place): boolean {
  return (
    name === 'pass' && PASSED.test(between) && /\b(?:to|we|you|they|and|or|can|must|will|should|not)[ \t]$/.test(before)
  );
}

/** `1.2.840.113549.1.9.7`: an object identifier (ITU-T X.660), such as the one for challenge passwords. */
function isObjectIdentifier({ value }: Place): boolean {
  return /^[0-2](?:\.\d{1,10}){4,}$/.test(value);
}

/** `2nd pass: concatenate`: one of several iterations. */
function isPassOfSeveral({ named: { name, operator }, before }: Place): boolean {
  return (
    name === 'pass' &&
    operator === ':' &&
    /\b(?:\d{0,3}(?:1st|2nd|3rd|\dth)|first|second|third|final|last|next|single|each|every)[ -]$/i.test(before)
  );
}

/** Names of fields that an interface asks to fill in again. */
const ASKED =
  /(?:^|[._-])(?:confirm|repeat|retype|current)[._-]?pass(?:word|wd)?$|pass(?:word|wd)?[._-]?confirm(?:ation)?$/i;

/** `confirm_password: Confirme a senha`, `current_password:` and its words in another language: a translation of a few words. */
function isShortTranslation({ named: { name, operator, quote }, value, after }: Place): boolean {
  if (quote !== '' || operator !== ':' || !/^[A-Z\xc3-\xc5][a-z\x80-\xff]+$/.test(value)) return false;
  const [words = ''] = /^(?: [a-z\x80-\xff]{1,24}){1,4}(?=[.!?:]?[ \t]{0,4}(?:[\r\n]|$))/.exec(after) ?? [];
  return words !== '' && (ASKED.test(name) || words.split(' ').some(isForeignPasswordWord));
}

/** `(&(sn=administrator)(password=MYK*))`: a term of a search filter of LDAP (RFC 4515). */
function isFilterTerm({ named: { quote }, before, between }: Place): boolean {
  return quote === '' && between === '=' && /\([&|](?:\([^()\s]{1,80}\)){0,8}\(\w*$/.test(before);
}

/** `that a password is "uncompromised"`: a statement about any password. */
function isSaidOfAny({ named: { operator, quote }, value, before }: Place): boolean {
  return operator === 'is' && quote !== '' && /\b(?:an?|any|each|every)[ \t]$/i.test(before) && /^[a-z]+$/.test(value);
}

/** Words of another script or with diacritics, possibly with product names and abbreviations. */
const TRANSLATED = /^(?:[A-Z\x80-\xff][A-Za-z\x80-\xff]*|[A-Z\d]{1,4})(?: (?:[A-Za-z\x80-\xff]+|[A-Z\d]{1,4}))*$/;
/** The entry before or after has a text of several words for its name. */
const ENTRY_BEFORE =
  /["'][A-Z]\w*(?: [\w.-]+){1,12}["']\s{0,2}:\s{0,2}["'][^"'\r\n]{2,120}["'],\s{0,24}["'][^"']{0,24}$/;
const ENTRY_BEHIND = /^["'],\s{0,24}["'][A-Z]\w*(?: [\w.-]+){1,12}["']\s{0,2}:\s{0,2}["']/;

/** `"Access Key":"访问密钥","Path not found":"…"`: an entry among translated texts. */
function isAmongTranslations({ named: { kind, quote, operator, closed }, value, before, after }: Place): boolean {
  if (quote === '' || operator !== ':' || !closed || !TRANSLATED.test(value)) return false;
  if (!/[\x80-\xff]/.test(value) && (kind === 'password' || !value.includes(' '))) return false;
  return ENTRY_BEFORE.test(before) || ENTRY_BEHIND.test(after);
}

/** `"Edit WebAuthn Credential": "Muokkaa WebAuthn-Tunnusta"`: several words for several, which mention the same product. */
function isOfSameProduct({ named: { name, closed, operator }, value, before }: Place): boolean {
  if (!closed || operator !== ':' || !/^[A-Za-z\x80-\xff][A-Za-z\x80-\xff'-]*(?: [A-Za-z\x80-\xff'-]+)+$/.test(value))
    return false;
  const [text = ''] = /[^"'\n]{0,80}$/.exec(before) ?? [];
  return (`${text}${name}`.match(/\b[A-Z][a-z]{1,12}[A-Z][A-Za-z]{1,12}\b/g) ?? []).some((word) =>
    value.includes(word),
  );
}

/** `the password of a node when `mode` is `…``: the value of another setting. */
function isOfOtherSetting({ between }: Place): boolean {
  return /\b(?:when|if|where|unless|while)\s{1,3}(?:the\s)?["'`]{0,2}[\w.-]{2,40}["'`]{0,2}\s(?:is|equals|=)(?:\sset\sto)?\s["'`]{0,2}$/.test(
    between,
  );
}

/** ``pass `-a your-password` to `redis-cli` ``: a command that takes one. */
function isGivenTo({ named: { name, operator }, before }: Place): boolean {
  return operator === 'to' && /^-{0,2}(?:your|my)[-_]/.test(name) && /\bpass(?:ing|es)?\b[^\n]{0,20}$/i.test(before);
}

/** One check for each kind of text that is about credentials and contains none. */
export const PROSE_KINDS: readonly Kind[] = [
  ['documentation of an argument', isFieldOfDoc],
  ['a statement about several', isToldOfSeveral],
  ['the names of fields', (place) => isFieldNames(place) || isFartherCell(place)],
  ['an argument of a function', isFunctionOfManual],
  ['a command or a setting for passwords', isNameOfPassword],
  ['where something is passed', isPassedOn],
  ['a number of passes', isPassOfSeveral],
  ['a general statement', isSaidOfAny],
  ['a translation of a few words', isShortTranslation],
  ['an entry among translations', isAmongTranslations],
  ['a term of a search filter', isFilterTerm],
  ['an object identifier', isObjectIdentifier],
  ['the value of another setting', isOfOtherSetting],
  ["a command's argument", isGivenTo],
  ['a translation with the name of a product', isOfSameProduct],
];
