import type { Kind, Place } from '../place.ts';

/** How code continues after a name: in a log with two colons between name and value, a blank or the end of the line follows. */
const CODE_BEHIND = /^\s?[)\],;.({&|}<>?=!+*:-]|^ \w+(?:[(;=]| =)/;

/** A type of PostgreSQL, in a cast. */
const SQL_TYPE =
  /^(?:bytea|text|varchar|citext|jsonb?|uuid|int[248]?|integer|bigint|char|bpchar|name|regrole|regclass)$/;

/** `Vault2::KDF_ARGON2ID);`, `Sealed::open(…)`: a member of the named class or namespace; `pw::bytea`: the type of a column. */
function isInScope({ named: { name, quote }, value, between, after }: Place): boolean {
  // `Password::broker('admins')`: one of several in a framework.
  if (quote !== '') return /^::(?:broker|driver|guard|store|connection)\(["']$/.test(between);
  if (/^[A-Z]\w*::~?[A-Za-z_]\w*\(/.test(value)) return true;
  if (/^::(?:[A-Z]\w*::)+[A-Z]/.test(between + value)) return true;
  if (between !== '::') return false;
  if (SQL_TYPE.test(value)) return true;
  return /^[A-Z]\w*[a-z]\w*$/.test(name) && /^[A-Za-z_]\w*$/.test(value) && CODE_BEHIND.test(after);
}

/** `class RemovePassword : Migration`: a base class. */
function isBase({ named: { quote, operator }, value, before }: Place): boolean {
  return (
    quote === '' &&
    operator === ':' &&
    /\b(?:class|struct|interface|protocol|extension|object|record)[ \t]{1,4}$/.test(before) &&
    /^[A-Z]\w*$/.test(value)
  );
}

/** `for (auto password : m_tried)`: what a loop iterates over. */
function isGoneThrough({ named: { quote, operator }, value, before, after }: Place): boolean {
  return (
    quote === '' &&
    operator === ':' &&
    /\bfor\s?\((?:(?:const|final)\s)?[\w:<>,]{1,60}[&*]{0,2}\s[&*]{0,2}$/.test(before) &&
    /^[A-Za-z_]\w*$/.test(value) &&
    /^(?:[).(]|->)/.test(after)
  );
}

/** `password = binary % digits;`: the first operand of a calculation. */
function isReckoned({ named: { quote }, value, between, after }: Place): boolean {
  return quote === '' && between === ' = ' && /^[A-Za-z_]\w*$/.test(value) && /^ [%*&|^/+-] [A-Za-z_]\w*;/.test(after);
}

/** `'webhook_' . generate_password()`: a prefix for the result of a call. */
function isBeginning({ named: { quote }, value, after }: Place): boolean {
  return quote !== '' && /^[a-z]+[_-]$/i.test(value) && /^["'] (?:\.|\+|\|\||&|<>) [a-z_][\w.:]*\(/i.test(after);
}

/** `PWD=`, and a command in backticks, replaced by its output: `dirname "$0"`. Documentation shows a generating command: `pwgen 20`. */
function isPrinted({ named: { quote }, value, between }: Place): boolean {
  if (quote === '`' && /^[a-z]{3,12} (?:-{1,2}[a-z]|\d+$)/.test(value)) return true;
  return between === '=`' && /^[a-z][\w./-]{1,40} [^`]*\$[\w@*]/.test(value);
}

/** `password:string:redact`, `password:digest`: the type of a field for a code generator, and its processing. */
function isTypeOfField({ named: { quote }, value, between }: Place): boolean {
  return quote === '' && between === ':' && /^(?:string|text|binary|digest|citext)(?::[a-z]+){0,3}$/.test(value);
}

/** `// its secret => apiKey`: the name of something elsewhere. */
function isOtherName({ named: { quote, operator }, value, after }: Place): boolean {
  return (
    quote === '' &&
    operator === '=>' &&
    /^[a-z]+(?:V?\d)?(?:[A-Z][a-z]+)*(?:Key|Secret|Token|Password)$/.test(value) &&
    /^\s{0,4}(?:[\r\n]|$)/.test(after)
  );
}

/** `command.set(Command.KEY_DATA, "0303…")`: a value set under a constant's name. */
function isUnderConstant({ named: { name, kind, operator } }: Place): boolean {
  return kind === 'key' && operator === ',' && /\.KEY(?:_[A-Z]+)+$/.test(name);
}

/** One check for each construct of classes, loops and statements that contains no value. */
export const CLASS_KINDS: readonly Kind[] = [
  ['a member of a scope', isInScope],
  ['a base class', isBase],
  ["a loop's collection", isGoneThrough],
  ['the first operand', isReckoned],
  ["the beginning of a call's result", isBeginning],
  ['the output of a command', isPrinted],
  ['the type of a field', isTypeOfField],
  ['another name', isOtherName],
  ['a value set under a constant', isUnderConstant],
];
