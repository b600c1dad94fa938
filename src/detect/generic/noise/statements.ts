import type { Kind, Place } from '../place.ts';

/** `Text::Password::Pronounceable`, `v8::Object`: a nested class or module. */
function isQualified({ named: { quote, name }, value, between }: Place): boolean {
  if (quote === '' && /^(?:::)?[A-Za-z_]\w*(?:::[A-Za-z_]\w*)+$/.test(value)) return true;
  return (between === '::' || (between === '' && name.endsWith('::'))) && /^[A-Z]\w*$/.test(value);
}

/** `let pw = getpwuid (getuid ()) in`: a function's argument, in languages without parentheses for calls. */
function isApplied({ named: { quote }, value, before, between, after }: Place): boolean {
  return (
    quote === '' &&
    /^\s{1,3}(?::[^=\n]{1,40})?=\s{1,3}$/.test(between) &&
    /\b(?:let|where|val|and)\s{1,3}(?:rec\s|mut\s|lazy\s)?$/.test(before) &&
    /^[A-Za-z_][\w.']*$/.test(value) &&
    /^ (?:[(~]|[\w.'~]+(?: |\n))/.test(after)
  );
}

/** `--encrypt <password> Encrypt assets`, `--password <password> user_name`: text after a placeholder: a description, an argument. */
function isBehindBlank({ named: { quote }, value, before, between }: Place): boolean {
  return (
    quote === '' &&
    /^\]?>\]?\s{1,40}$/.test(between) &&
    /(?:^|[\s"'`[])-{1,2}\w[\w-]{0,40}[ =]<(?:\w+[ -])?$/.test(before) &&
    /^[A-Za-z]+(?:_[A-Za-z]+)*$/.test(value)
  );
}

/** An arrow and words up to the end of a comment (`… => look ahead! *\/`): an explanation. */
function isRemarked({ named: { quote, operator }, value, after }: Place): boolean {
  return (
    quote === '' &&
    /^[=-]>$/.test(operator) &&
    /^[a-z]+$/.test(value) &&
    /^(?: [a-z]+){1,8}[.!?]{0,3}[ \t]{0,4}(?:\*\/|[\r\n]|$)/.test(after)
  );
}

/** A word and a full stop after a colon at the end of a comment: an explanation. */
function isToldInRemark({ named: { quote, operator }, value, before, after }: Place): boolean {
  return (
    quote === '' &&
    operator === ':' &&
    /^[a-z]+$/.test(value) &&
    /^\.[ \t]{0,4}(?:[\r\n]|$)/.test(after) &&
    /(?:\/\/|#|\*)[^\n"'`]{2,}$/.test(before)
  );
}

/** `(asPWORD)objID;`: the operand of a cast. */
function isCast({ named: { quote }, value, before, between, after }: Place): boolean {
  return quote === '' && between === ')' && /\(\w*$/.test(before) && /^\w+$/.test(value) && /^[;,).[]/.test(after);
}

/** `enc_sigpass: bpno=%d`: printed details. */
function isPrinted({ value }: Place): boolean {
  return /^\w{1,40}=%[-0-9.]{0,6}l{0,2}[sdxuifp](?:\W|$)/.test(value);
}

/** `?include_credential=webauthn`: which part is requested. */
function isAskedFor({ named: { name, quote }, value }: Place): boolean {
  return quote === '' && /(?:^|\.)(?:include|exclude|expand)_/.test(name) && /^[a-z]+$/.test(value);
}

/** Characters of scripts without blanks, in UTF-8 as latin1: kana, Han, Hangul. */
const IDEOGRAPHS = /(?:\xe3[\x81-\x9f\xb0-\xbf]|[\xe4-\xe9][\x80-\xbf]|[\xea-\xed][\x80-\xbf])[\x80-\xbf]/g;
const LETTER = 3;

/** `root_password` and a Japanese sentence after a colon: a description. */
function isInOtherScript({ named: { quote }, value }: Place): boolean {
  const letters = (value.match(IDEOGRAPHS)?.length ?? 0) * LETTER;
  return quote === '' ? letters > 0 && !/\d/.test(value) : letters * 2 > value.length && !/\d/.test(value);
}

/** `"password" | "oidc" | "webauthn"`: one of a variable's possible texts (TypeScript, Python). */
function isAlternativeText({ value, between }: Place): boolean {
  return /^["'] ?\| ?["']$/.test(between) && /^[a-z]+(?:[-_][a-z\d]+)*$/i.test(value);
}

const MORE_ITEMS = /^["'],\s{0,24}["'][a-z_\d]{2,30}["']\s{0,4}[,\])]/;

/** `['password', 'advskew', 'subnet']`: the second of several words in a list that begins with the name. */
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

/** `strpos($password, 'SCRV1:')`: the text that is searched for. A text that it is compared with may be the password. */
function isSearchedFor({ named: { operator, name }, before }: Place): boolean {
  return operator === ',' && SEARCHED.test(before + /^[$@&]?/.exec(name)?.[0]);
}

/** `checkPassword(gomock.Eq("ann"), gomock.Eq("…"))`: the first of several expected arguments in a test, which is the user. */
function isExpectedFirst({ named: { operator, wrapped }, between, after }: Place): boolean {
  return (
    operator === '(' &&
    wrapped &&
    /\(\s{0,4}(?:\w{1,24}\.)?(?:eq|Eq|equalTo|EqualTo)\(["'`]$/.test(between) &&
    /^["'`]\),/.test(after)
  );
}

/** `$fields["simplePasswords"]["type"] = "checkbox"`: a property of a field, named by the last member. */
const TOLD_MEMBER =
  /\[["'](?:type|id|name|label|title|class|style|help|hint|description|placeholder|required|optional|visible|hidden|readonly|order|icon|regex|format|pattern|validat\w{1,12})["']\]\s{0,4}=\s{0,4}["']?$/;

function isToldOfField({ between }: Place): boolean {
  return TOLD_MEMBER.test(between);
}

/** `if (strlen(password) > UINT8_MAX)`: the bound for a length. */
function isCompared({ named: { quote }, value, between }: Place): boolean {
  return quote === '' && /^\)?\s?[<>]=?\s$/.test(between) && /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+[)\]{;]*$/.test(value);
}

/** `the password is base64-encoded`: how it is stored. */
function isKeptAs({ named: { quote }, value }: Place): boolean {
  return (
    quote === '' &&
    /^(?:base\d\d|url|json|hex|utf-?\d{1,2}|md5|sha\d{1,3})-(?:encoded|hashed|encrypted)[.,;]?$/i.test(value)
  );
}

/** `PASSWORD:Verification Failed: '%s'`: a message with a placeholder. */
function isMessageOf({ named: { quote, operator }, value, after }: Place): boolean {
  return (
    quote === '' &&
    operator === ':' &&
    /^[A-Z][a-z]+$/.test(value) &&
    /^(?: [A-Za-z][a-z]+){1,8}: ?["']?(?:%[sdv]|\{\})/.test(after)
  );
}

/** `{ CHK_RES_CONDPASS, "L7OKC", "Layer7 check passed" }`: the code of a result, before its description. */
function isCodeOfResult({ named: { name, operator, closed }, value, after }: Place): boolean {
  return (
    operator === ',' &&
    !closed &&
    /^[A-Z]+(?:_[A-Z\d]+)+$/.test(name) &&
    /^[A-Z\d]{3,8}$/.test(value) &&
    /^["'],\s{1,8}["'][A-Z]\w* \w/.test(after)
  );
}

/** `|554=Password|10=012|`: the next field of a FIX message. */
function isFieldOfFix({ value, before, between }: Place): boolean {
  return between === '|' && /^\d{1,5}=/.test(value) && /[|\x01^]\d{1,5}=$/.test(before);
}

/** `{ .ApiKey = RD_KAFKAP_SaslHandshake, … }`: a constant in a designated initializer (C99, 6.7.8). */
function isDesignated({ named: { name, quote }, value, before, between, after }: Place): boolean {
  return (
    quote === '' &&
    /^ {1,24}= $/.test(between) &&
    /[\s{]\.$/.test(before + /^\.?/.exec(name)?.[0]) &&
    /^[A-Z][A-Z\d]*(?:_[A-Za-z\d]+)+$/.test(value) &&
    /^\s?[,}]/.test(after)
  );
}

/** One check for each way in which statements, usage texts and sentences continue in place of a value. */
export const STATEMENT_KINDS: readonly Kind[] = [
  ['a name within others', isQualified],
  ['a function argument', isApplied],
  ["an option's description", isBehindBlank],
  ['a comment', isRemarked],
  ['a statement in a comment', isToldInRemark],
  ['a cast', isCast],
  ["a program's output about it", isPrinted],
  ['a requested property', isAskedFor],
  ['words in a script without spaces', isInOtherScript],
  ['one of the texts that a variable may hold', isAlternativeText],
  ['the second of several words in a list', isNextInList],
  ['a search term', isSearchedFor],
  ['the expected user of a test', isExpectedFirst],
  ['a statement about a field', isToldOfField],
  ['a length comparison', isCompared],
  ['how it is encoded', isKeptAs],
  ['a message', isMessageOf],
  ['the short name of a result', isCodeOfResult],
  ['the next field of a message', isFieldOfFix],
  ['a constant that a member begins with', isDesignated],
];
