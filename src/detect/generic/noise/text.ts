import { isAllRuns } from '../../placeholder.ts';
import { UUID } from '../../uuid.ts';
import { isPlaceholderPassword } from '../../validators/password.ts';
import type { Kind, Place } from '../place.ts';

/** `authenticate(username:password:persistence:)`: a method with its argument labels. */
function isSelector({ named: { quote }, value, between, after }: Place): boolean {
  return quote === '' && between === ':' && /^[a-z]\w*$/i.test(value) && /^:(?:\)|[a-z]\w*:)/i.test(after);
}

/** `<string name="hint_password">Passord</string>`: a text of an Android application, in any language, also quoted. */
function isInterfaceText({ named: { quote, operator }, value, before, after }: Place): boolean {
  const text = quote === '' ? value + (/^[^<\s]*/.exec(after)?.[0] ?? '') : value.replaceAll(' ', '');
  return (
    (quote === '' || after.startsWith('"</')) &&
    operator === '>' &&
    /<string (?:[\w:]{1,24}="[^"]{0,24}" )?name="[\w.]*$/.test(before) &&
    /^[A-Za-z\x80-\xff?!.,:'-]+$/.test(text)
  );
}

const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;

/** `/etc/passwd: 429b…`: a file and its digest. */
function isDigestOfFile({ value, before }: Place): boolean {
  return (
    HASH.test(value) && /(?:^|[\s"'`(])\/(?:etc|tmp|usr|var|home|root|opt|srv)(?:\/[\w.-]{1,40}){0,6}\/$/.test(before)
  );
}

/** `f:/etc/passwd -> r:^mysql`: the pattern of an audit rule for a file. */
function isLookedForInFile({ named: { operator }, before }: Place): boolean {
  return operator === '->' && before.endsWith('/etc/');
}

/** `Bump example.test/go-http-auth to b975dcaa8c48`: a commit of a repository. */
function isCommit({ named: { quote }, value, before, between }: Place): boolean {
  return (
    quote === '' &&
    /^[0-9a-f]{7,40}$/.test(value) &&
    /[\w-]\/[\w.-]*$/.test(before) &&
    /^(?: (?:to|at|from|@) |@)$/.test(between)
  );
}

/** Consecutive texts of a program: `decryption password incorrect` and the next message, which begins `x509: `. */
function isNextMessage({ named: { quote, operator }, value, after }: Place): boolean {
  return quote === '' && operator === '' && (value + after.slice(0, 1)).endsWith(':') && / \S/.test(after.slice(0, 3));
}

const GLUED_IDS = new RegExp(`${UUID}[0-9a-f]{8}-[0-9a-f]{4}-`, 'i');

/** Consecutive ids, as in a program's constants. */
function isGluedIds({ value }: Place): boolean {
  return GLUED_IDS.test(value);
}

/** `struct { key x509.Mailbox; …`: the type of a member. */
function isTypeOfMember({ named: { quote, operator }, value, after }: Place): boolean {
  return quote === '' && operator === '' && after.startsWith(';') && /^(?:[\w*[\]]+\.)+[A-Za-z]\w*$/.test(value);
}

/** `<a href="#mailbox-password">Mailbox password</a>`, `<abbr title="one-time password">OTP</abbr>`: text of a titled element. */
function isLinkText({ named: { quote }, value, before, between }: Place): boolean {
  return (
    quote === '' &&
    /^\\?">$/.test(between) &&
    /^[A-Za-z\x80-\xff]+$/.test(value) &&
    /\b(?:(?:href|id)="[^"\s<>]*|(?:title|alt|aria-label)=\\?"[^"<>]*)$/.test(before)
  );
}

/** `passwords are "unicode"`: a statement about all of them. */
function isOfAll({ named: { operator }, value, after }: Place): boolean {
  return operator === 'are' && (/^[a-z]+$/.test(value) || (/^[A-Za-z]+v?\d?$/.test(value) && /^ only\b/.test(after)));
}

/** `passwd = 1*SAFE ; …`: a rule of ABNF (RFC 5234). */
function isGrammar({ named: { quote, operator }, value }: Place): boolean {
  return quote === '' && operator === '=' && /^\d{0,3}\*\d{0,3}(?:[A-Z][A-Z-]+$|%x|\()/.test(value);
}

/** `{"token": "lightweight "}`, `{"token": " is"}`: a piece of text from a language model or a parser. */
function isPieceOfText({ named: { kind, quote }, value }: Place): boolean {
  return quote !== '' && kind !== 'password' && /^ [A-Za-z]+[,.;:!?]?$|^[A-Za-z]+[,.;:!?]? $/.test(value);
}

/** `Basic bcOhbjpwYXNz`: a user with letters beyond ASCII and a word for a password, as in tests of encodings. */
function isSampleBasic({ named: { syntax }, value, between }: Place): boolean {
  if (syntax !== 'scheme' || !/\bbasic[ \t]{1,4}$/i.test(between)) return false;
  const login = Buffer.from(value, 'base64').toString('latin1');
  if (/^[\w-]+$/.test(login)) return isAllRuns(login.toLowerCase());
  return login.includes(':') && isPlaceholderPassword(login.slice(login.indexOf(':') + 1));
}

/** `set /p PASSWORD=Enter password:` in cmd: the text of a prompt. */
function isPrompt({ before }: Place): boolean {
  return /\bset\s{1,4}\/p\s{1,4}"?$/i.test(before);
}

const WHOSE = /^\s(?:for|of)\s(?:the\s)?(?:user(?:name)?|account|login|member):\s{1,4}["']?$/i;
const NOT_TOLD = /\b(?:invalid|wrong|incorrect|bad|failed|missing|no|expired|reset|changed?|updated?)\s(?:the\s)?$/i;

/** `Invalid password for user: ann`: the owner of the password. */
function isOwner({ before, between }: Place): boolean {
  return WHOSE.test(between) && NOT_TOLD.test(before);
}

/** `%7B%22id_token%22%3A%20%7B%22claim…`: a percent-encoded object, whose members are scanned after decoding. */
function isEncodedObject({ named: { quote }, value }: Place): boolean {
  return quote === '' && /^(?:%20)*%7B%22/i.test(value);
}

/** `CERT_PASSWORD: Certificate password`: the description of a value in its place. */
function isDescribed({ named: { quote, name, operator }, value, after }: Place): boolean {
  if (quote !== '' || operator !== ':' || !/^[A-Z][a-z]+(?:-[a-z]+)?$/.test(value)) return false;
  if (/^(?: [a-z]+){4,}\.?\s{0,4}(?:[\r\n]|$)/.test(after)) return true;
  const [, last = ''] = /^ (?:[a-z]+ ){0,3}([a-z]+)\s{0,4}(?:[\r\n]|$)/.exec(after) ?? [];
  return last.length >= 3 && name.toLowerCase().endsWith(last);
}

/** `a hard-coded password: Inbound: the product …`: the title of the first of several paragraphs. */
function isTitle({ named: { quote, syntax, operator }, value, after }: Place): boolean {
  return (
    quote === '' &&
    operator === ':' &&
    syntax !== 'flag' &&
    /^[A-Za-z][a-z]+\d{0,2}[a-z]{0,8}:?$/.test(value) &&
    /^:? [a-z]+ (?:[a-z]+|'[a-z_]+') /.test(after) &&
    (value + after).charAt(value.replace(':', '').length) === ':'
  );
}

/** `login:password:15:58`: the time. */
function isTime({ value }: Place): boolean {
  return /^(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/.test(value);
}

/** `key = "D20181210T175037"`: a date and a time in the basic format of ISO 8601. */
function isTimestamp({ value }: Place): boolean {
  return /^[A-Z]?(?:19|20)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])T(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?:\.\d{1,9})?Z?$/.test(
    value,
  );
}

/** `xK9mP2...vQ8`, with three dots or an ellipsis (U+2026, its bytes as Latin-1): both ends of a hidden value. */
const SHORTENED = /^[A-Za-z0-9_+/-]{1,8}(?:\.{2,3}|\u00e2\u0080\u00a6)[A-Za-z0-9_+/=-]{1,8}$/;

function isShortened({ value }: Place): boolean {
  return SHORTENED.test(value);
}

/** `COMMENT ON COLUMN users.password IS '…'`: a comment on a database column. */
function isRemark({ named: { operator }, before }: Place): boolean {
  return operator === 'IS' && /\bcomment[ \t]{1,4}on[ \t]{1,4}[a-z]{4,12}[ \t]{1,4}[\w."`]{0,80}$/i.test(before);
}

/** `<string name="a">Password</string>` and `<string name="b">Method</string>` below it: an element with a name of its own. */
function isOfNextElement({ value, between }: Place): boolean {
  if (!/^[A-Z]?[a-z]+$/.test(value)) return false;
  return /<\/[\w:.-]{1,40}>\s{0,40}<[\w:.-]{1,40}\s[^<>]{0,80}\b(?:name|key)\s?=\s?["'][^<>]{1,120}>$/.test(between);
}

/** One check for each kind of text for human readers. */
export const TEXT_KINDS: readonly Kind[] = [
  ['both ends of a value', isShortened],
  ['an object in percent-encoding', isEncodedObject],
  ['the owner of the password', isOwner],
  ['a method by the names of its arguments', isSelector],
  ['a text of an interface', isInterfaceText],
  ['the digest of a file', isDigestOfFile],
  ['a search in a file', isLookedForInFile],
  ['a commit', isCommit],
  ['the next message', isNextMessage],
  ['concatenated ids', isGluedIds],
  ['the type of a member', isTypeOfMember],
  ['the words of a link', isLinkText],
  ['a statement about all of them', isOfAll],
  ['a rule of a grammar', isGrammar],
  ['sample credentials of a test of encodings', isSampleBasic],
  ['a piece of a text', isPieceOfText],
  ['a prompt', isPrompt],
  ['a description of the value', isDescribed],
  ['the title of a paragraph', isTitle],
  ['a time', isTime],
  ['a date and a time', isTimestamp],
  ['a comment on a column', isRemark],
  ['the text of an element with a name of its own', isOfNextElement],
];
