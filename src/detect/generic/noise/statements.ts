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
];
