import type { Kind, Place } from '../place.ts';

/** `Text::Password::Pronounceable`, `v8::Object`: a class or a module within others. */
function isQualified({ named: { quote, name }, value, between }: Place): boolean {
  if (quote === '' && /^(?:::)?[A-Za-z_]\w*(?:::[A-Za-z_]\w*)+$/.test(value)) return true;
  return (between === '::' || (between === '' && name.endsWith('::'))) && /^[A-Z]\w*$/.test(value);
}

/** `let pw = getpwuid (getuid ()) in`: what a function is given, in languages that need no brackets for it. */
function isApplied({ named: { quote }, value, before, between, after }: Place): boolean {
  return (
    quote === '' &&
    /^\s{1,3}(?::[^=\n]{1,40})?=\s{1,3}$/.test(between) &&
    /\b(?:let|where|val|and)\s{1,3}(?:rec\s|mut\s|lazy\s)?$/.test(before) &&
    /^[A-Za-z_][\w.']*$/.test(value) &&
    /^ (?:[(~]|[\w.'~]+(?: |\n))/.test(after)
  );
}

/** `--encrypt <password> Encrypt assets`, `--password <password> user_name`: what an option does, or the next argument, behind what is to be given. */
function isBehindBlank({ named: { quote }, value, before, between }: Place): boolean {
  return (
    quote === '' &&
    /^\]?>\]?\s{1,40}$/.test(between) &&
    /(?:^|[\s"'`[])-{1,2}\w[\w-]{0,40}[ =]<(?:\w+[ -])?$/.test(before) &&
    /^[A-Za-z]+(?:_[A-Za-z]+)*$/.test(value)
  );
}

/** An arrow and words up to the end of a remark (`… => look ahead! *\/`): what it says of something. */
function isRemarked({ named: { quote, operator }, value, after }: Place): boolean {
  return (
    quote === '' &&
    /^[=-]>$/.test(operator) &&
    /^[a-z]+$/.test(value) &&
    /^(?: [a-z]+){1,8}[.!?]{0,3}[ \t]{0,4}(?:\*\/|[\r\n]|$)/.test(after)
  );
}

/** A word and a stop behind a colon at the end of a remark: what is told of it. */
function isToldInRemark({ named: { quote, operator }, value, before, after }: Place): boolean {
  return (
    quote === '' &&
    operator === ':' &&
    /^[a-z]+$/.test(value) &&
    /^\.[ \t]{0,4}(?:[\r\n]|$)/.test(after) &&
    /(?:\/\/|#|\*)[^\n"'`]{2,}$/.test(before)
  );
}

/** `(asPWORD)objID;`: what is cast to a type. */
function isCast({ named: { quote }, value, before, between, after }: Place): boolean {
  return quote === '' && between === ')' && /\(\w*$/.test(before) && /^\w+$/.test(value) && /^[;,).[]/.test(after);
}

/** `enc_sigpass: bpno=%d`: what a program prints of it. */
function isPrinted({ value }: Place): boolean {
  return /^\w{1,40}=%[-0-9.]{0,6}l{0,2}[sdxuifp](?:\W|$)/.test(value);
}

/** `?include_credential=webauthn`: what of it is asked for. */
function isAskedFor({ named: { name, quote }, value }: Place): boolean {
  return quote === '' && /(?:^|\.)(?:include|exclude|expand)_/.test(name) && /^[a-z]+$/.test(value);
}

/** Letters of scripts that are written without blanks, in UTF-8 as latin1: kana, Han, Hangul. */
const IDEOGRAPHS = /(?:\xe3[\x81-\x9f\xb0-\xbf]|[\xe4-\xe9][\x80-\xbf]|[\xea-\xed][\x80-\xbf])[\x80-\xbf]/g;
const LETTER = 3;

/** `root_password` and a sentence of Japanese behind a colon: what is said of it. */
function isInOtherScript({ named: { quote }, value }: Place): boolean {
  const letters = (value.match(IDEOGRAPHS)?.length ?? 0) * LETTER;
  return quote === '' ? letters > 0 && !/\d/.test(value) : letters * 2 > value.length && !/\d/.test(value);
}

/** `"password" | "oidc" | "webauthn"`: one of the texts that a variable may hold (TypeScript, Python). */
function isAlternativeText({ value, between }: Place): boolean {
  return /^["'] ?\| ?["']$/.test(between) && /^[a-z]+(?:[-_][a-z\d]+)*$/i.test(value);
}

const MORE_ITEMS = /^["'],\s{0,24}["'][a-z_\d]{2,30}["']\s{0,4}[,\])]/;

/** `['password', 'advskew', 'subnet']`: the second of several words in a list that the name begins. */
function isNextInList({ value, before, between, after }: Place): boolean {
  return (
    /[[(]\s{0,24}["']$/.test(before) &&
    /^["'],\s{0,24}["']$/.test(between) &&
    /^[a-z]+(?:_[a-z\d]+)*$/.test(value) &&
    MORE_ITEMS.test(after)
  );
}

const SEARCHED =
  /\b(?:str(?:r?i?pos|i?str|rchr)|str_(?:contains|starts_with|ends_with|replace)|substr_count|mb_str\w{2,8}|[li]?trim|explode|preg_\w{4,16}|strings\.\w{3,16})\(\s{0,4}[$@&]?$/;

/** `strpos($password, 'SCRV1:')`: what a text is searched for. A text that it is compared with may be the password. */
function isSearchedFor({ named: { operator, name }, before }: Place): boolean {
  return operator === ',' && SEARCHED.test(before + /^[$@&]?/.exec(name)?.[0]);
}

/** `checkPassword(gomock.Eq("ann"), gomock.Eq("…"))`: what a test expects as the first of several arguments, which is the user. */
function isExpectedFirst({ named: { operator, wrapped }, between, after }: Place): boolean {
  return (
    operator === '(' &&
    wrapped &&
    /\(\s{0,4}(?:\w{1,24}\.)?(?:eq|Eq|equalTo|EqualTo)\(["'`]$/.test(between) &&
    /^["'`]\),/.test(after)
  );
}

/** `$fields["simplePasswords"]["type"] = "checkbox"`: what is told of a field, which its last member names. */
const TOLD_MEMBER =
  /\[["'](?:type|id|name|label|title|class|style|help|hint|description|placeholder|required|optional|visible|hidden|readonly|order|icon|regex|format|pattern|validat\w{1,12})["']\]\s{0,4}=\s{0,4}["']?$/;

function isToldOfField({ between }: Place): boolean {
  return TOLD_MEMBER.test(between);
}

/** `if (strlen(password) > UINT8_MAX)`: what a length is compared with. */
function isCompared({ named: { quote }, value, between }: Place): boolean {
  return quote === '' && /^\)?\s?[<>]=?\s$/.test(between) && /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+[)\]{;]*$/.test(value);
}

/** `the password is base64-encoded`: how it is kept. */
function isKeptAs({ named: { quote }, value }: Place): boolean {
  return (
    quote === '' &&
    /^(?:base\d\d|url|json|hex|utf-?\d{1,2}|md5|sha\d{1,3})-(?:encoded|hashed|encrypted)[.,;]?$/i.test(value)
  );
}

/** `PASSWORD:Verification Failed: '%s'`: a message, and the place of what it tells. */
function isMessageOf({ named: { quote, operator }, value, after }: Place): boolean {
  return (
    quote === '' &&
    operator === ':' &&
    /^[A-Z][a-z]+$/.test(value) &&
    /^(?: [A-Za-z][a-z]+){1,8}: ?["']?(?:%[sdv]|\{\})/.test(after)
  );
}

/** `{ CHK_RES_CONDPASS, "L7OKC", "Layer7 check passed" }`: the short name of a result, in front of what it says. */
function isCodeOfResult({ named: { name, operator, closed }, value, after }: Place): boolean {
  return (
    operator === ',' &&
    !closed &&
    /^[A-Z]+(?:_[A-Z\d]+)+$/.test(name) &&
    /^[A-Z\d]{3,8}$/.test(value) &&
    /^["'],\s{1,8}["'][A-Z]\w* \w/.test(after)
  );
}

/** `|554=Password|10=012|`: the next field of a message of FIX. */
function isFieldOfFix({ value, before, between }: Place): boolean {
  return between === '|' && /^\d{1,5}=/.test(value) && /[|\x01^]\d{1,5}=$/.test(before);
}

/** `{ .ApiKey = RD_KAFKAP_SaslHandshake, … }`: a constant that a member of a structure begins with (C99, 6.7.8). */
function isDesignated({ named: { name, quote }, value, before, between, after }: Place): boolean {
  return (
    quote === '' &&
    /^ {1,24}= $/.test(between) &&
    /[\s{]\.$/.test(before + /^\.?/.exec(name)?.[0]) &&
    /^[A-Z][A-Z\d]*(?:_[A-Za-z\d]+)+$/.test(value) &&
    /^\s?[,}]/.test(after)
  );
}

/** One check for each way in which statements, usages and sentences go on where a value would be. */
export const STATEMENT_KINDS: readonly Kind[] = [
  ['a name within others', isQualified],
  ['what a function is given', isApplied],
  ['what an option does', isBehindBlank],
  ['what a remark says', isRemarked],
  ['what a remark tells', isToldInRemark],
  ['what is cast to a type', isCast],
  ['what a program prints of it', isPrinted],
  ['what of it is asked for', isAskedFor],
  ['words of a script without blanks', isInOtherScript],
  ['one of the texts that a variable may hold', isAlternativeText],
  ['the second of several words in a list', isNextInList],
  ['what a text is searched for', isSearchedFor],
  ['what a test expects as the user', isExpectedFirst],
  ['what is told of a field', isToldOfField],
  ['what a length is compared with', isCompared],
  ['how it is encoded', isKeptAs],
  ['a message', isMessageOf],
  ['the short name of a result', isCodeOfResult],
  ['the next field of a message', isFieldOfFix],
  ['a constant that a member begins with', isDesignated],
];
