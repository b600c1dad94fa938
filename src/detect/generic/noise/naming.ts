import { IS_UUID } from '../../uuid.ts';
import type { Kind, Place } from '../place.ts';

/** `    field = buffer1;`: a variable with a number, in an indented statement with blanks around the operator. */
function isStatement({ named: { quote }, value, before, between, after }: Place): boolean {
  return (
    quote === '' &&
    /^[a-z_]{3,}\d$/.test(value) &&
    between === ' = ' &&
    /^;[ \t]{0,8}[\r\n]/.test(after) &&
    /\n[ \t]{1,40}$/.test(before)
  );
}

/** `    Token:   strategy,`, `    input = passcode,`: a member or an argument on its own line, followed by a comma as in code. */
function isNamedArgument({ named: { quote }, value, before, between, after }: Place): boolean {
  return (
    quote === '' &&
    /^[a-z]+(?:_[a-z]+)*$|^[a-z]+(?:[A-Z][a-z]+)+$/.test(value) &&
    /^(?: = | ?: {1,24})$/.test(between) &&
    /^,[ \t]{0,4}[\r\n]/.test(after) &&
    /\n[ \t]{1,60}$/.test(before)
  );
}

/** `has_secure_… :recovery`: a Ruby symbol as the argument of a method. */
function isSymbol({ named: { name, quote }, value, before, between, after }: Place): boolean {
  return (
    quote === '' &&
    /^ :[a-z_]+$/.test(between + value) &&
    name.includes('_') &&
    /(?:^|\n)[ \t]*$/.test(before) &&
    /^(?:,|[ \t]*(?:[\r\n]|$))/.test(after)
  );
}

/** `scan_tokens("…")`: a text to be tokenized. */
function isParsed({ named: { name, operator } }: Place): boolean {
  return operator === '(' && /(?:^|[._])(?:scan|parse|lex|tokeni[sz]e|count|split)_?tokens?$/i.test(name);
}

/** `*psk = lib_calloc(1, *psk_len);`, ``getSecretShort = i18n.T(`Get one …`)``: a function call, and its first argument. */
function isCallOf({ named: { quote }, value, after }: Place): boolean {
  if (quote === '' && /^[A-Za-z]\w*(?:\.\w+)+\(["'`][\w ]*$/.test(value)) return true;
  return quote === '' && /^[a-z]+(?:_[a-z]+)+\([^()]*$/.test(value) && /^[,; ]?[^\n]{0,80}\)/.test(after);
}

/** Shorter final words of a name occur in many paths. */
const LEAST_LAST = 4;

/** `GET /passwords` as `team#passwords`, `../etc/passwd` and `../../etc/passwd` below: the location of something with the same name. */
function isPathToName({ named: { name, syntax }, value, before }: Place): boolean {
  const [last = ''] = /[a-z]+$/i.exec(name) ?? [];
  if (last.length < LEAST_LAST || !/[/\\#]$/.test(before + name.slice(0, name.length - last.length))) return false;
  const at = value.toLowerCase().lastIndexOf(last.toLowerCase());
  return at > 0 && /[/\\#]/.test(value.charAt(at - 1)) && (syntax === 'next-line' || at + last.length === value.length);
}

/** `"users/admin/password" = VENDOR_ADMIN;`: a constant in a statement. */
function isConstant({ named: { quote }, value, between, after }: Place): boolean {
  return (
    quote === '' && between.endsWith(' = ') && /^[A-Z]{3,}(?:_[A-Z]{2,})+$/.test(value) && /^;\s/.test(`${after}\n`)
  );
}

/** `'password' => App::$instance->store->get(…)`: a member of a class of PHP. */
function isStaticMember({ named: { quote }, value }: Place): boolean {
  return quote === '' && /^\\?[A-Z]\w*::\$/.test(value);
}

/** `io.jsonwebtoken:jjwt-api:0.11.2`: a package by group and version. */
function isPackageVersion({ named: { name, quote }, value, between }: Place): boolean {
  return (
    quote === '' && between === ':' && name.includes('.') && /^[a-z][\w.-]*:\d{1,4}(?:\.\w{1,12}){1,4}$/i.test(value)
  );
}

/** `port <- user <- password <- host <- NULL`, `dsn = username = password = sanitysql = NULL;`: a chained assignment. */
function isSetAtOnce({ named: { quote }, value, between, after }: Place): boolean {
  if (quote !== '' || !/^[A-Za-z_.]\w*$/.test(value)) return false;
  return (/<-\s{0,3}$/.test(between) && /^\s{0,3}<-/.test(after)) || (between === ' = ' && /^ = [\w-]/.test(after));
}

/** Names that tests and programs give to variables with a key. */
const KEY_VARIABLE = /^(?:key|cert|token|secret|test|valid|invalid|expired|public|private|rsa|ecdsa|ed)(?=[A-Z\d])/;

/** `IssuerPrivateKey: keyRSA2048,`: a variable by its first word, with a number, as a member on its own line. */
function isKeyVariable({ named: { quote, closed }, value, before, between, after }: Place): boolean {
  return (
    quote === '' &&
    !closed &&
    KEY_VARIABLE.test(value) &&
    /^[A-Za-z]{3,24}\d{0,4}$/.test(value) &&
    /^:[ \t]{1,24}$/.test(between) &&
    /^,[ \t]{0,4}[\r\n]/.test(after) &&
    /\n[ \t]{1,60}$/.test(before)
  );
}

/** `CURLOPT_KEYPASSWD => 'passphrase'`: an option of cURL, and its name in another program. */
function isOptionOfCurl({ named: { name, operator }, value }: Place): boolean {
  return (
    operator === '=>' && /^\\?CURLOPT_/.test(name) && /^[a-z_]*(?:pass|phrase|key|cert|user|auth)[a-z_]*$/.test(value)
  );
}

/** `storage.SessionTypeAccessToken, "65471ccb-…"`: a constant that names a type, and the id of an object of that type. */
function isIdBehindType({ named: { name, operator }, value }: Place): boolean {
  return operator === ',' && /Type(?:[A-Z][a-z]+)+$/.test(name) && IS_UUID.test(value);
}

const OPERANDS = /^[A-Za-z_]\w{0,30}(?:\+[A-Za-z_]\w{0,30}){0,4}$/;

/** `password = first+second` below `first = …`: variables, one of which was set before. */
function isSetAbove({ named: { quote, operator }, value, before }: Place): boolean {
  if (quote !== '' || operator !== '=' || !OPERANDS.test(value)) return false;
  return value
    .split('+')
    .some((word) => new RegExp(String.raw`(?:^|\n)[ \t]{0,40}(?:\w{1,12} )?${word}[ \t]{0,8}:?= `).test(before));
}

/** One check for each construct of code with a name, a call or a path in place of a value. */
export const NAMING_KINDS: readonly Kind[] = [
  ['a variable in a statement', isStatement],
  ['a variable on a line of its own', isNamedArgument],
  ['a name that a method is called with', isSymbol],
  ['a parsed text', isParsed],
  ['the call of a function', isCallOf],
  ['a path to something of the same name', isPathToName],
  ['a constant in a statement', isConstant],
  ['a member of a class', isStaticMember],
  ['a package and its version', isPackageVersion],
  ['one of several variables set at once', isSetAtOnce],
  ['a variable that was set above', isSetAbove],
  ['a variable', isKeyVariable],
  ['an option by another name', isOptionOfCurl],
  ['the id of a typed object', isIdBehindType],
];
