import { IS_UUID, UUID } from '../../uuid.ts';
import type { Kind, Place } from '../place.ts';

/** A number, a boolean, null or a list in PHP's serialization. */
const SERIALIZED = /^(?:[bid]:-?[\d.]{1,20};|N;|[aO]:\d{1,6}:(?:\{|"))/;
/** Before a text that consists of the name alone. */
const OPENS_TEXT = /\bs:\d{1,4}:\\?["']$/;

/** `i:8000;`; `s:14:"/user/password";s:8:"numParts";`: the next member after a text that ends in a credential name. */
function isSerialized({ value, before, between }: Place): boolean {
  return SERIALIZED.test(value) || (/^\\?";s:\d{1,6}:\\?"$/.test(between) && !OPENS_TEXT.test(before));
}

const UU_FRONT = /(?:^|\n)(M[ -`]{0,60})$/;
const UU_LINE = /^M[ -`]{60}$/;
/** Names of settings are longer, and have fewer kinds of signs next to them. */
const [LONGEST_NAME, LEAST_SIGNS] = [5, 5] as const;

/** Part of a full line of uuencoded data: its length and 45 bytes in characters up to the grave accent, so without lower-case letters. */
function isUuencoded({ named: { name }, value, before, between, after }: Place): boolean {
  const front = UU_FRONT.exec(before)?.[1];
  if (front === undefined || name.length > LONGEST_NAME) return false;
  const line = front + name + between + value + (/^[^\r\n]*/.exec(after)?.[0] ?? '');
  return UU_LINE.test(line) && new Set(line.match(/[^A-Z\d]/g)).size >= LEAST_SIGNS;
}

/** `PW\ar@/^1pc/[r]`, `password\footnote{…}`: a TeX command directly after a word. */
function isTexCommand({ named: { quote }, value, between }: Place): boolean {
  return quote === '' && /^\s{0,2}$/.test(between) && /^\\[A-Za-z]{2,}(?:[@{[(\\]|$)/.test(value);
}

/** `users_name_key`, `orders_pkey`, `fk_a_idx`: an index or a constraint of a table, by PostgreSQL's suffix. */
function isConstraint({ named: { kind }, value }: Place): boolean {
  return kind !== 'password' && /^[a-z]\w*_\w+_(?:p?key|fkey|idx|uniq|excl|check|seq)\d?$/.test(value);
}

/** `Purple62/v4/08/0a/04/…/mzl.pbc.png`: the path of a file at least three folders deep. */
function isPathOfFile({ value }: Place): boolean {
  return /^\/?[\w.@-]+(?:\/[\w.@-]+){3,}\.[a-z]{2,4}\d?$/.test(value);
}

const SHARED = 8;
const OBJECT_ID = /(?<![0-9A-Za-z])[0-9A-F]{24}(?![0-9A-Za-z])/g;

/** `448F76261D3D507D00FF9774` among others with the same ending, `"NS.keys": ["…"]`: object ids in Xcode projects, names in an archive. */
function isObjectId({ named: { name, kind }, value, before, after }: Place): boolean {
  if (name.endsWith('NS.keys')) return true;
  if (kind === 'password' || !/^[0-9A-F]{24}$/.test(value)) return false;
  const others = [...(before.match(OBJECT_ID) ?? []), ...(after.match(OBJECT_ID) ?? [])];
  return others.some((other) => other.endsWith(value.slice(-SHARED)));
}

/** `f042`, `\f084` next to others: private-use code points of Unicode, as in icon fonts. */
const CODE_POINT = /^(?:\\+u?|0x|U\+)?(?:e[0-9a-f]{3}|f[0-8][0-9a-f]{2}|f[0-9a-f]{4}|10[0-9a-f]{4})$/i;
const CODE_BEHIND =
  /^["']?[,;]?\s{1,40}["'$]?[\w-]{1,80}["']?\s{0,3}:\s{0,3}["']?(?:\\+u?|0x|U\+)?(?:[ef][0-9a-f]{3}|f[0-9a-f]{4}|10[0-9a-f]{4})\b/i;
const CODE_BEFORE =
  /[\s:]["']?(?:\\+u?|0x|U\+)?(?:[ef][0-9a-f]{3}|f[0-9a-f]{4}|10[0-9a-f]{4})["']?[,;]?\s{1,40}["'$]?[\w-]{0,80}$/i;

function isCodePoint({ value, before, after }: Place): boolean {
  return CODE_POINT.test(value) && (CODE_BEHIND.test(after) || CODE_BEFORE.test(before));
}

const NAME_ALONE = /\n[a-z]{2,}(?:-[a-z\d]+)+\n/;
const NEAR = 120;

/** Whether a text consists of names of one kind, with one that contains a dash alone on its line. */
function areNames(text: string): boolean {
  return /^[a-z\d\n="' -]*$/.test(text) && NAME_ALONE.test(text);
}

/** `form-textbox-password` followed by `thought-bubble`, among others of the kind: characters of a font, modules of a program. */
function isNextName({ value, before, after }: Place): boolean {
  return /^[a-z]+(?:-[a-z]+)*$/.test(value) && areNames(before.slice(-NEAR)) && areNames(after.slice(0, NEAR));
}

/** A carriage return within the value, which strings of a binary contain by chance. */
function hasReturn({ value }: Place): boolean {
  return /\r(?!\n)/.test(value);
}

/** A row of `id:user:domain:password::time:hash`: the field after one that contains the word. */
function isNextField({ named: { quote }, value, before, between }: Place): boolean {
  return quote === '' && /^:{2}/.test(between + value) && /(?:^|\n)(?:[^:\s"']{0,60}:){2,}$/.test(before);
}

/** The word among others, each with a number: word counts. */
function isCountOfWord({ named: { quote, closed }, value, before, after }: Place): boolean {
  return (
    quote === '' &&
    closed &&
    /^\d{1,9}$/.test(value) &&
    /["'][a-z]+["']\s{0,2}:\s{0,2}\d{1,9}\s{0,2},\s{0,40}["']$/i.test(before) &&
    /^\s{0,2},\s{0,40}["'][a-z]+["']\s{0,2}:\s{0,2}\d/i.test(after)
  );
}

const CONSTANT_BEHIND = /^,[ \t]{0,40}(?:\/\/[^\n]{0,120})?\r?\n[ \t]{0,40}[A-Z][A-Z\d_]{2,}[ \t]{0,60}=[ \t]{0,20}\d/;
const CONSTANT_BEFORE =
  /(?:^|\n)[ \t]{0,40}[A-Z][A-Z\d_]{2,}[ \t]{0,60}=[ \t]{0,20}\d+,[^\n]{0,120}\n[ \t]{0,40}[A-Z\d_]*$/;

/** A constant of an enumeration among others, each with its number. */
function isEnumerated({ named: { name, quote }, value, before, after }: Place): boolean {
  if (quote !== '' || !/^\d{1,10}$/.test(value) || !/^[A-Z][A-Z\d_]+$/.test(name)) return false;
  return CONSTANT_BEHIND.test(after) || CONSTANT_BEFORE.test(before);
}

const ID_IN_FRONT = new RegExp(String.raw`["']${UUID}["'],\s{0,4}["']$`, 'i');

/** `('9944614a-…', 'password', '3a9ea34f-…', …)`: the type of a row, between two ids. */
function isKindOfRow({ named: { operator, quote }, value, before }: Place): boolean {
  return operator === ',' && quote !== '' && IS_UUID.test(value) && ID_IN_FRONT.test(before);
}

/** `NREUM.info={"beacon":"…","licenseKey":"…"}`: New Relic's key for page statistics, included in each page. */
function isOfCountedPage({ named: { name }, before }: Place): boolean {
  return name === 'licenseKey' && /\bNREUM\b|["'](?:error)?[bB]eacon["']\s{0,2}:/.test(before);
}

/** `key=B2B.436.1925389.1649338095`: an id of counters and times. */
function isOfCounters({ named: { kind }, value }: Place): boolean {
  return kind === 'key' && /^[A-Za-z]\w{0,7}(?:\.\d{1,12}){2,}$/.test(value);
}

/** `password-protected: ECMA-376 Extensible`: a standard by its publisher and number. */
function isStandard({ value }: Place): boolean {
  return /^(?:ECMA|ISO|IEC|IEEE|ITU|RFC|FIPS|NIST|ANSI|DIN|EN|BS|JIS|ETSI|PKCS|PDF|MS|XEP|BIP|EIP|ERC|SLIP|PEP|JEP|CVE|CWE)(?:\/IEC)?[- ]?[A-Z]?[#\d][\d.:-]*(?:-[A-Za-z]+)?$|^ASN\.1$/.test(
    value,
  );
}

/** One check for each format in which the text after a name is not a value. */
export const FORMAT_KINDS: readonly Kind[] = [
  ['a value serialized by PHP', isSerialized],
  ['a line of uuencoded data', isUuencoded],
  ['a command of TeX', isTexCommand],
  ['an index of a table', isConstraint],
  ['the path of a file in folders', isPathOfFile],
  ['an id among others', isObjectId],
  ['a character code', isCodePoint],
  ['a name among names', isNextName],
  ['a line break inside', hasReturn],
  ['the next field of a row', isNextField],
  ['a word count', isCountOfWord],
  ['a constant of an enumeration', isEnumerated],
  ['the kind of a row', isKindOfRow],
  ['a counter of pages', isOfCountedPage],
  ['an id of counters', isOfCounters],
  ['the number of a standard', isStandard],
];
