import { shapeOf } from '../../wordlike.ts';
import { type Kind, lettersOf, type Place } from '../place.ts';

/** A variable assigned to a member, as in `user["password"] = md5_pw`. */
const CREDENTIAL_VARIABLE =
  /^[a-z]\w*_(?:pw|pwd|pass|passwd|password|secret|token|key)$|^[a-z]+[A-Za-z\d]*(?:Pwd|Pass|Passwd|Password|Secret|Token)$/;

/** `[type="password"]:focus{…`: a CSS selector and a pseudo-class instead of an object's member. */
function isSelector({ before, between }: Place): boolean {
  return /\[[A-Za-z-]{2,24}[~|^$*]?=\\{0,3}["']?$/.test(before) && /^\\{0,3}["']?\]::?$/.test(between);
}

/** `f(name, password=md5_password)`, `password = strict;`, `{"PASSWORD": marker}`: a variable that is passed on. */
function isVariable({ named, value, before, between, after }: Place): boolean {
  const { name, quote, operator, closed } = named;
  if (quote !== '' || !/^[=:]$/.test(operator)) return false;
  // `{user, password} = settings`: destructuring of an object. Not `${PASSWORD} = …`, as Robot Framework logs an assignment.
  if (/^\}\s?=/.test(between) && !/[$&]\{$/.test(before)) return true;
  if (
    value.toLowerCase() ===
    name
      .toLowerCase()
      .replace(/^.*\.|^_+/g, '')
      .replace(/^_+/, '')
  )
    return true;
  if (/^[a-z_]+$/.test(value) && isInCode({ before, between, after, closed })) return true;
  if (isCredentialVariable({ value, between, after, closed })) return true;
  return /^[,);]/.test(after) && /^[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+$/.test(value) && shapeOf(value).random === 0;
}

type Around = Pick<Place, 'value' | 'between' | 'after'> & { readonly closed: boolean };

/** `user["password"] = md5_pw`, `Password: b64Pwd,`: a variable, judged by its name, assigned to a member or an argument. */
function isCredentialVariable({ value, between, after, closed }: Around): boolean {
  if (!CREDENTIAL_VARIABLE.test(value)) return false;
  return closed ? between.endsWith(' = ') : /\s$/.test(between) && /^[,;)]/.test(after);
}

/** Whether a bare word is where code has a name: an argument, the end of a statement, a member after a quoted name. */
function isInCode({
  before,
  between,
  after,
  closed,
}: Pick<Place, 'before' | 'between' | 'after'> & { closed: boolean }): boolean {
  if (/^(?:\)|,(?:\s|$))/.test(after) && /\([^()\n]*$/.test(before)) return true;
  return after.startsWith(';') ? between.startsWith(' ') : closed && /^[},]/.test(after);
}

/** `password: String = other;`: without quotes, a typed variable is assigned another variable, also if the name is the type. */
function isTyped({ named: { name, quote }, value, before, between }: Place): boolean {
  if (quote !== '' || !/^[A-Za-z_]\w*$/.test(value)) return false;
  if (/^\??:\s{0,3}[\w.<>[\]?| ]{1,40}\s{1,3}=\s{0,3}$/.test(between)) return true;
  // Not `web: DB_PASSWORD=…`: a line of a Procfile.
  return /^\s+=\s+$/.test(between) && /^[A-Z]\w*[a-z]\w*$/.test(name) && /[a-z_]\w*\??:\s?$/.test(before);
}

/** `STATUS_WRONG_PASSWORD = 3221225578`, `ERROR_INVALID_TOKEN: -1073741718`: a status code. */
function isStatusCode({ named: { name, quote }, value }: Place): boolean {
  return (
    quote === '' &&
    /(?:^|\.)(?:[A-Z]+_)?(?:STATUS|ERROR|ERR|EVENT|WARN|CODE|RPC|WM|ID|INCORRECT)_[A-Z_\d]+$/.test(name) &&
    /^-?\d+$/.test(value)
  );
}

/** Names of functions that process a credential. */
const FUNCTION_NAME =
  /(?:^|\.)(?:set|get|check|verify|validate|hash|change|update|make|create|generate|build|load|read|encrypt|decrypt)_?(?:[a-z]+_)*(?:[Pp]assword|[Pp]asswd|[Ss]ecret|[Tt]oken|[Kk]ey|[Cc]redentials?)s?$/;

/** `cls.set_password = wrapper`, `password += SUFFIX`: a function, or a text to append, by the name of a variable. */
function isNamedVariable({ named: { name, quote, operator }, value }: Place): boolean {
  if (quote !== '' || !/^[A-Za-z_]+$/.test(value)) return false;
  return operator === '+=' || (operator === '=' && FUNCTION_NAME.test(name));
}

/** A variable on which the next line calls a method: `.secret()`. */
function isCalledOn({ named: { quote, operator }, value, after }: Place): boolean {
  return (
    quote === '' &&
    /^[=:]$/.test(operator) &&
    /^\s{1,60}\.[a-z_]\w*(?:[(?.]|[ \t]*[\r\n])/i.test(after) &&
    /^[A-Za-z_]\w*$/.test(value)
  );
}

/** `json:"password" validate:"required"`: the key of the next struct tag in Go. */
function isTag({ named: { quote, closed, operator }, value, after }: Place): boolean {
  return closed && operator === '' && quote === '' && /^[a-z]\w*$/.test(value) && /^:\\{0,3}"/.test(after);
}

/** `data->member`: a member of what a variable points to, or the variable itself (`= m_ui->edit->text()`). */
function isMember({ named: { quote, operator }, value, between, after }: Place): boolean {
  if (quote === '' && /^[A-Za-z_]\w*-$/.test(value) && /^>[A-Za-z_]\w*(?:->|[(.;])/.test(after)) return true;
  return quote === '' && operator === '->' && between === '->' && /^[A-Za-z_]\w*$/.test(value) && !/^\s*$/.test(after);
}

/** The next statement of code: `case AuthToken:` and `fallthrough` below it. */
function isNextStatement({ named: { syntax, quote }, value }: Place): boolean {
  return (
    syntax === 'next-line' &&
    quote === '' &&
    /^(?:fallthrough|break|continue|return|pass|raise|throw|goto|else|end|fi|done|esac|endobj|endstream|nil)$/i.test(
      value,
    )
  );
}

/** `"./lib/PropTypesSecret":"PB2Y"`: the path of a module, and its id in a bundle. */
function isModulePath({ named: { closed, operator }, before }: Place): boolean {
  return closed && operator === ':' && /["'](?:\.{1,2}|@[\w.-]{1,40})\/(?:[\w@.-]{1,60}\/){0,8}$/.test(before);
}

/** A variable or an expression as the second argument of a call. */
const VARIABLE_BEHIND = /^["']\s{0,3},\s{0,3}[A-Za-z_][\w.]*\s{0,3}[,)+]/;
/** Any second argument. */
const SECOND_BEHIND = /^["']\s{0,3},/;

/** `keyring.get_password("service", user)`: the name of a service instead of its password. */
function isService({ named: { name, operator, quote }, after }: Place): boolean {
  if (operator !== '(' || quote === '') return false;
  const [, verb = ''] =
    /(?:^|[._])(get|set|delete|find|read|write)_?(?:generic_?)?(?:password|secret|credential|token)$/i.exec(name) ?? [];
  return verb !== '' && (/^(?:get|find|read|delete)$/i.test(verb) ? SECOND_BEHIND : VARIABLE_BEHIND).test(after);
}

/** `HashPassword("password", "salt", …)`, `hmac('shared secret', '…')`: the input of a hash function. */
function isHashed({ named: { operator, closed, syntax }, before }: Place): boolean {
  return (
    (operator === ',' || syntax === 'prose' || syntax === 'pair') &&
    closed &&
    /(?:hash|hmac|digest|crypt|verify|signature|compare)\w{0,24}\(\s{0,4}(?:[\w.]{1,40}\s{0,3},\s{0,3})?[bu]?["'][\w ]{0,20}$/i.test(
      before,
    )
  );
}

/** `isOld ? PASSWORDS : SECRETS`: one of two variables. */
function isChoice({ named: { quote, operator }, value, before, between }: Place): boolean {
  return (
    quote === '' &&
    operator === ':' &&
    /^\s/.test(between) &&
    /^[A-Za-z_$][\w.$]*$/.test(value) &&
    /\s\?\s[^\n;]{0,80}$/.test(before)
  );
}

/** `patch.object(pwd, "getpwnam")`, `getattr(auth, 'login')`, `spyOn(credentials, "load")`: the name of a member. */
function isAttribute({ named: { operator, quote }, before }: Place): boolean {
  return (
    operator === ',' &&
    quote !== '' &&
    /(?:(?:get|set|has|del)attr|patch\.object|spyOn|stub|mock|replaceProperty|defineProperty)\(\s{0,24}[\w.]{0,40}$/.test(
      before,
    )
  );
}

/** `"secret": { "keywords": […] }`: the key of a member of the named object. */
function isKeyOfMember({ named: { quote, wrapped }, after, between }: Place): boolean {
  return wrapped && quote !== '' && /\{\s{0,40}\\{0,8}["']$/.test(between) && /^\\{0,8}["']\s{0,4}:/.test(after);
}

/** `"module.verify_password: unexpected error {…}"`: a message about a function. */
function isMessage({ named: { name, operator, quote }, value, before, after }: Place): boolean {
  return (
    quote === '' &&
    operator === ':' &&
    name.includes('.') &&
    /["'`]$/.test(before) &&
    /^[a-z]+$/.test(value) &&
    /^ [a-z]+/.test(after)
  );
}

/** `INVALID_PASSWORD = '28P01'`, `InvalidPassword = Code("28P01")`: an error code. */
function isErrorCode({ named: { name }, value }: Place): boolean {
  return (
    /^(?:[A-Z]+_)*(?:INVALID|WRONG|BAD|EXPIRED|MISSING)_[A-Z_]+$|(?:^|[a-z._])(?:[Ii]nvalid|Wrong|Bad|Expired|Missing)[A-Z]\w*$/.test(
      name,
    ) && /^[0-9A-Z]{4,6}$/.test(value)
  );
}

/** `Password first = new Password(…)`: a variable declared with a type. */
function isDeclared({ named: { quote, name }, value, between, after }: Place): boolean {
  return (
    quote === '' &&
    /^\s+$/.test(between) &&
    /^[A-Z]\w*[a-z]$/.test(name) &&
    /^[a-z]\w*$/i.test(value) &&
    /^\s{1,8}=\s/.test(after)
  );
}

/**
 * `function withPassword(string $password): self`, `f(password: str, key) -> bytes`: the return type of a function. `* file.c (cmd_passwd):
 * Distinguish by …`: an entry of a change log.
 */
function isReturned({ named: { quote }, value, between }: Place): boolean {
  return quote === '' && /^\)(?:\s{0,2}:|\s->)\s{1,4}$/.test(between) && /^\??[A-Za-z_\\]+$/.test(value);
}

/** `exports.PASSWORD = void 0`: the output of JavaScript compilers for undefined. */
function isVoid({ named: { quote }, value, after }: Place): boolean {
  return quote === '' && value === 'void' && /^(?: 0\b|["'])/.test(after);
}

/** `--token-string: #9f722a;`: a colour. */
function isColour({ named: { kind }, value, after }: Place): boolean {
  return /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(value) && (kind !== 'password' || after.startsWith(';'));
}

/** `ELEMENT_KEY = 'element-6066-11e4-a52e-4f735466cecf'`: an id after the type of its object. */
function isConstantId({ named: { name }, value }: Place): boolean {
  return /key$/i.test(name) && /^[a-z]+-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(value);
}

/** `r'[^()<>@,;:]+'`: a pattern that is a single character class. */
function isCharacterSet({ named: { quote }, value }: Place): boolean {
  return quote !== '' && /^\^?\[\^?[^\s]{4,}\][+*?]?\$?$/.test(value);
}

/** `PASSCODE = "passcode"`, `{:chpasswd => "chpasswd"}`, `rfc3339Key = "x-rfc3339-key"`: the name repeated, or its last words. */
function isOwnName({ named: { name, syntax, quote }, value }: Place): boolean {
  if (quote === '' && syntax !== 'flag') return false;
  if (/^x-[a-z\d]+(?:-[a-z\d]+)+$/.test(value)) return lettersOf(value.slice(2)) === lettersOf(name);
  return /^[a-z]{4,}(?:[-_][a-z]+)*$/i.test(value) && lettersOf(name).endsWith(lettersOf(value));
}

/** `{"password": 864000}`: a number of seconds. */
function isLifetime({ named: { quote, closed }, value }: Place): boolean {
  return quote === '' && closed && /^[1-9]\d{0,5}00$/.test(value);
}

/** `credentials = credentials.with_project("…")`: an argument of a builder that is not a credential. */
function isBuilt({ named: { wrapped }, between }: Place): boolean {
  return wrapped && /\.with_?(?!\w{0,40}(?:secret|pass|token|key|cred))[A-Za-z]\w{0,40}\(\s{0,4}["']$/i.test(between);
}

/** `(?<secret>[a-z]+)`: the name of a group in a pattern. */
function isGroup({ before }: Place): boolean {
  return /\(\?P?<$/.test(before);
}

/** `resource "random_password" "grafana" {`: the labels of a block in HCL: its type and name. */
function isBlockLabel({ between, after }: Place): boolean {
  return /^["']\s{1,4}["']$/.test(between) && /^["']\s{0,4}\{/.test(after);
}

/** One check for each construct of code that contains no value. */
export const CODE_KINDS: readonly Kind[] = [
  ['a selector of a style sheet', isSelector],
  ['a variable passed on', isVariable],
  ['a variable assigned to a typed one', isTyped],
  ['a status number', isStatusCode],
  ['a function, or more of a text, by the name of a variable', isNamedVariable],
  ['a member of a variable', isMember],
  ['a variable with a method call', isCalledOn],
  ['the next statement', isNextStatement],
  ['the id of a module in a bundle', isModulePath],
  ['the name of a service', isService],
  ['an argument of a hash call', isHashed],
  ['one of two variables', isChoice],
  ['the name of a group in a pattern', isGroup],
  ['a builder argument', isBuilt],
  ['the name of a member, in a call', isAttribute],
  ['the key of the named member', isKeyOfMember],
  ['a message about a function', isMessage],
  ['a status code', isErrorCode],
  ['a declared variable', isDeclared],
  ['a return type or a change log entry', isReturned],
  ["a compiler's void", isVoid],
  ['a colour', isColour],
  ['an id after what it identifies', isConstantId],
  ['a set of characters in a pattern', isCharacterSet],
  ['the name repeated', isOwnName],
  ['a number of seconds', isLifetime],
  ['the label of a block', isBlockLabel],
  ['the key of the next tag of a member', isTag],
];
