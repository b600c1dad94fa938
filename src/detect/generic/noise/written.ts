import { IS_UUID } from '../../uuid.ts';
import { isMixed } from '../../wordlike.ts';
import { type Kind, lettersOf, type Place } from '../place.ts';

/** `items.containsKey("kO3z4Dhc038")`, `hasKey('…')`: a key that is looked up in a map. */
function isAskedOfMap({ named: { name, kind, operator } }: Place): boolean {
  return kind === 'key' && operator === '(' && /(?:^|[._]|[a-z])(?:contains|has|exists)_?[kK]ey$/.test(name);
}

const LEAST_ID = 8;

/** `"RXL3lPSK8oG","oRVt7g429ZO"`: an id that contains a word's letters by chance, before another of its length or in another form. */
function isBehindId({ named: { name, operator, quote }, value }: Place): boolean {
  if (operator !== ',' || quote === '' || name.length < LEAST_ID) return false;
  if (!/^(?=\D*\d)(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])[A-Za-z\d]+$/.test(name) || !isMixed(name, name.length / 3))
    return false;
  return IS_UUID.test(value) || (value.length === name.length && /^[A-Za-z\d]+$/.test(value));
}

/** `.forEach(pw::println)`: a method reference in Java or Kotlin. */
function isMethodOf({ named: { quote }, value, before, between, after }: Place): boolean {
  return (
    quote === '' &&
    between === '::' &&
    /^[a-z]\w*$/.test(value) &&
    /^\s?[),]/.test(after) &&
    /[(,]\s?[\w.]*$/.test(before)
  );
}

/** A variable that is unpacked into several names at once. */
function isUnpacked({ named: { quote, operator }, value, before, after }: Place): boolean {
  return (
    quote === '' &&
    operator === '=' &&
    /(?:^|\n)[ \t]{0,60}(?:(?:local|let|var|my) \(?)?(?:[$@]?[A-Za-z_][\w.]{0,40}, ){1,6}[$@]?$/.test(before) &&
    /^[A-Za-z_]\w*$/.test(value) &&
    /^\s{0,4}(?:[\r\n]|$)|^[.([]/.test(after)
  );
}

/** `& .ant-input-password:focus,`: a class of a style sheet with a pseudo-class. */
function isState({ named: { name, quote }, value, before, between, after }: Place): boolean {
  return (
    quote === '' &&
    /^::?$/.test(between) &&
    /[.#][A-Za-z_][\w-]{0,60}$/.test(before + name) &&
    /^(?:focus|focus-within|focus-visible|hover|active|visited|disabled|enabled|checked|invalid|valid|required|optional|not|is|has|where|before|after|placeholder|first-child|last-child|nth-child|empty|read-only|autofill|-webkit-[a-z-]+|-moz-[a-z-]+|-ms-[a-z-]+)$/.test(
      value,
    ) &&
    /^(?:[\s,{.:(>[]|$)/.test(after)
  );
}

/** `null = no cursor. Pass to TimelineV3.`: the verb that begins a sentence. */
function isBeginOfSentence({ named: { name, operator }, before, between }: Place): boolean {
  return name === 'Pass' && operator === 'to' && between === ' to ' && /(?:[.!?:;*/#>-] |^|\n[ \t]*)$/.test(before);
}

/** `mbedtls_calc_secret:MBEDTLS_ECP_DP_SECP256R1:"c6ef…"`: a constant among the arguments of a test case. */
function isConstantOfCase({ named: { quote }, value, between, after }: Place): boolean {
  return quote === '' && between === ':' && /^[A-Z][A-Z\d]*(?:_[A-Z\d]+){2,}$/.test(value) && /^:["\dA-Z]/.test(after);
}

const LIST_IN_LIST = /\[\s{0,40}$|\],\s{0,60}$/;

/** `["user", "password"], ["proxy_host", "proxy_port"],`: related names, in a list of lists. */
function isInListOfLists({ named: { quote }, value, between, after }: Place): boolean {
  if (quote === '' || !/^[a-z]+(?:_[a-z\d]+)+$/.test(value)) return false;
  return /^["']\],\s{1,40}\[["'][a-z_\d]{2,40}["'], ["']$/.test(between) && /^["']\]/.test(after);
}

/** `["milestone_token", "milestone_id"],`: names in the first list of a list of lists. */
function isInInnerList({ named: { quote, operator }, value, before, after }: Place): boolean {
  if (quote === '' || operator !== ',' || !/^[a-z]+(?:_[a-z\d]+)+$/.test(value)) return false;
  const [front] = /\[["'][\w.]{0,40}$/.exec(before) ?? [];
  return front !== undefined && /^["']\]/.test(after) && LIST_IN_LIST.test(before.slice(0, -front.length));
}

/** `"methods": "[PASSWORD]", "mfa": "REQUIRED"`: the name of the next member. */
function isNextMember({ named: { quote }, between, after }: Place): boolean {
  return (
    quote !== '' &&
    /^[^"'\w]{0,3}["'][\])}]{0,2},\s{1,40}["']$/.test(between) &&
    /^["']\s{0,3}(?::|=>)\s?["'[{\dtfn]/.test(after)
  );
}

/** `-- Name: previouspasswords fkg6n5kw…; Type: FK CONSTRAINT; …`: the heading of each object in a PostgreSQL dump. */
function isDumpedName({ after }: Place): boolean {
  return /^; Type: [A-Z]/.test(after);
}

/** `LevelOfAuth_LmAndNtlmV2 LevelOfAuth = "lmAndNtlmV2"`: the text of a constant with the same name. */
function isOwnText({ named: { name, operator, quote }, value, before }: Place): boolean {
  const [, constant = ''] = /(?:^|[\s."'`])([A-Za-z_]\w*)[ \t]{1,40}(?:[\w.]*[ \t])?$/.exec(before) ?? [];
  if (quote === '' || operator !== '=' || constant === name || !constant.startsWith(name)) return false;
  return lettersOf(value).length >= LEAST_ID && lettersOf(constant).endsWith(lettersOf(value));
}

/** `newRow("Full Key -> No Password") << first_1 << second_1`: what is written to a stream after a text. */
function isStreamed({ named: { quote, operator }, value, between, after }: Place): boolean {
  return (
    quote === '' &&
    operator === '<<' &&
    /^["'][^\n"']{0,3}\)?\s<<\s$/.test(between) &&
    /^[A-Za-z_]\w*$/.test(value) &&
    /^\s?(?:<<|;)/.test(after)
  );
}

/** `EC::createKey('Ed25519')`, `check_secret_key: Ed448`: the curve of a key. */
const CURVE =
  /^(?:Ed(?:25519|448)|X(?:25519|448)|secp\d{3}[rk]\d|prime\d{3}v\d|P-?\d{3}|nist[pkb]\d{3}|brainpoolP\d{3}[rt]\d)$/i;

/** The curve or type of a key that is created or mentioned. */
function isKindOfKey({ named: { kind, wrapped }, value, between }: Place): boolean {
  if (kind !== 'password' && CURVE.test(value)) return true;
  return (
    wrapped &&
    /(?:create|generate|make|new)\w{0,12}\(\s{0,4}["']$/i.test(between) &&
    (CURVE.test(value) || /^(?:RSA|EC|DSA)$/i.test(value))
  );
}

/** A name before a call and its first argument: `.password = arg_str0("P", "password", …)`. */
function isCallWithText({ named: { quote }, value, between, after }: Place): boolean {
  return quote === '' && /^\s?=\s$/.test(between) && /^[a-z]\w*\(["'][\w -]*["'],?$/.test(value) && /^\s/.test(after);
}

/** `'password' => Field::password(['autocomplete' => …])`: the name of the first member of a call's argument. */
function isMemberOfCall({ named: { wrapped, quote }, between, after }: Place): boolean {
  return (
    wrapped && quote !== '' && /(?:\(\[|\(\{|\(array\(|\()\s{0,40}["']$/.test(between) && /^["']\s{0,3}=>/.test(after)
  );
}

/** `    data,` and `    password=passphrase,` below it: a variable with a credential's name, as an argument on its own line. */
function isArgumentOfLine({ named: { quote }, value, before, between, after }: Place): boolean {
  return (
    quote === '' &&
    between === '=' &&
    /^(?:[a-z]+_)*(?:pass(?:phrase|word|wd|code)?|pwd|pw|secret|token|key|credentials?|auth)(?:_(?:bytes|text|value|str|data))?$/.test(
      value,
    ) &&
    /^,[ \t]{0,4}\r?\n/.test(after) &&
    /\n[ \t]{2,60}$/.test(before)
  );
}

/** One check for each way in which programs, tests and dumps continue in place of a value. */
export const WRITTEN_KINDS: readonly Kind[] = [
  ['a map key', isAskedOfMap],
  ['an id after an id', isBehindId],
  ['a method reference', isMethodOf],
  ['an assignment to several variables', isUnpacked],
  ['the state of a class', isState],
  ['the rest of a sentence', isBeginOfSentence],
  ['a constant of a case', isConstantOfCase],
  ['a name in a list of lists', (place) => isInListOfLists(place) || isInInnerList(place)],
  ['the name of the next member', isNextMember],
  ['a name in a dump', isDumpedName],
  ['the text of a constant', isOwnText],
  ['stream output', isStreamed],
  ['the kind of a generated key', isKindOfKey],
  ['a call with a text', isCallWithText],
  ["a member of a call's argument", isMemberOfCall],
  ['a variable as an argument', isArgumentOfLine],
];
