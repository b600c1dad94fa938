import { isChosen, isChosenWord, isPassphrase } from '../chosen.ts';
import { isGenerated } from '../generated.ts';
import { IS_UUID } from '../uuid.ts';
import { isNumberedWord, shapeOf } from '../wordlike.ts';
import type { Named } from './place.ts';

/**
 * Whether the operator shows that nothing was assigned: the name is compared or passed on, a word of a sentence, or the random end of an
 * id, or a placeholder in angle brackets or the key of the next member follows.
 */
export function isUnassigned(text: string, named: Omit<Named, 'kind'>): boolean {
  const { syntax, operator, quote, start, end } = named;
  // Text after a dash explains the word, unless it has digits.
  if (operator.startsWith('\u00e2') && !/\d/.test(text.slice(start, end))) return true;
  if (quote !== '') return isArgumentBehind(text, named) || isOtherText(text, named);
  if (isVariable(text, named)) return true;
  if (syntax !== 'flag' && /^(?:[=!]==?|[(,{]|<\w|\|\||\?\?|or)$/.test(operator)) return true;
  if (named.whole !== undefined) return NEXT_ASSIGNMENT.test(text.slice(start, end));
  if (isNextAssignment(text, named)) return true;
  return isOfSentence(text.slice(start, end), named) && !isDirective(text, named);
}

/** `"$DB_PASSWORD" pg_dump`: a variable in a command, and the next word. */
function isVariable(text: string, { syntax, operator, nameStart }: Omit<Named, 'kind'>): boolean {
  return operator === '' && syntax !== 'flag' && text.charCodeAt(nameStart) === 36;
}

/**
 * `token="$DB_PASSWORD" took=3ms`, `pw=<password> port=5432`, `gave the keys to id=6ff…`: the next assignment after a word that refers to
 * the value, or to whoever has it.
 */
function isNextAssignment(text: string, { syntax, operator, start, end }: Omit<Named, 'kind'>): boolean {
  if (text.charCodeAt(start - 1) !== 32) return false;
  const value = text.slice(start, end);
  // `… if the password is changed 6ca0108c-…`: log lines end in ids.
  if (syntax === 'prose' && operator !== '')
    return FIELD.test(value) || (/(?:changed|reset|updated|rotated)$/.test(operator) && IS_UUID.test(value));
  return (operator === '>' || (operator === '' && syntax !== 'flag')) && NEXT_ASSIGNMENT.test(value);
}

const DIRECTIVE_BEFORE = /(?:^|\n)[ \t]{0,16}(?:set[ \t]{1,4})?$/;
/** Words of settings and shells that set a variable without an operator. */
const SET_BEFORE =
  /(?:^|\n)[ \t]{0,16}(?:ENV|ARG|setenv|SetEnv|set -[a-zU]{1,4}|(?:npm|git|yarn|pip) config(?: --global)?(?: set)?|setx)[ \t]{1,4}$/;
const DIRECTIVE_BEHIND = /^[ \t]{0,4}(?:[\r\n]|$)/;

/** At least eight characters with digits, and with letters of both cases. */
const NO_WORD = /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[!-~]{8,}$/;

/** `remote_password planet-banana-harbor`: a setting without an operator: a name of several parts, and a chosen password. */
function isDirective(text: string, { name, operator, nameStart, start, end }: Omit<Named, 'kind'>): boolean {
  const value = text.slice(start, end);
  if (operator === '' && SET_BEFORE.test(text.slice(Math.max(0, nameStart - 40), nameStart))) return true;
  if (operator !== '' || !name.includes('_') || !(isChosen(value) || (PASSWORD_NAME.test(name) && NO_WORD.test(value))))
    return false;
  return (
    DIRECTIVE_BEHIND.test(text.slice(end, end + 6)) &&
    DIRECTIVE_BEFORE.test(text.slice(Math.max(0, nameStart - 24), nameStart))
  );
}

/** After the bare word: made-up values, letters with digits and signs that no word of a sentence has. */
const WITH_SIGNS = /^(?=.*[a-z])(?=.*\d)[A-Za-z]\w*[!#$%^*?+~][\w!#$%^*?+~]*$/;
/** `fingerprint=…` after a name alone. */
const NEXT_ASSIGNMENT = /^[A-Za-z_.-]{2,40}[:=](?!=*$)/;
/** A field of a log line. */
const FIELD = /^[a-z]+(?:[_.][a-z]+)*=[^=]/;
const LEAST_MADE_UP = 8;
const PASSWORD_NAME =
  /(?:pass(?:word|wd|phrase)?|pw|passwort|kennwort|wachtwoord|heslo|haslo|senha|contrasena|lozinka|salasana|passord|adgangskode|kodeord)$/i;

/** One or two words of any language: `wachtwoord is gewijzigd`, `PWD is now auto-exported`; `credentials to MLflow`: their target. */
function isWord(value: string, operator: string): boolean {
  if (/^(?:to|are)$/.test(operator) && /^[A-Za-z]+[.,;:]?$/.test(value)) return true;
  return /^[A-Z]?[a-z\x80-\xff]+(?:-[a-z\x80-\xff]+)*$|^[A-Z]{2,}$|^[a-z]{2,}(?:ed|en|ing|ly|ble)[!.?]$/.test(value);
}

function isMadeUp(value: string): boolean {
  if (isGenerated(value)) return true;
  return value.length >= LEAST_MADE_UP && (isNumberedWord(value) || WITH_SIGNS.test(value) || isChosenWord(value));
}

const OF_SENTENCES = new Set(['prose', 'sql', 'alone']);

/** Whether a bare value after a name and at most a verb is a word of a sentence. */
function isOfSentence(value: string, named: Omit<Named, 'kind'>): boolean {
  const { syntax, operator } = named;
  // `the password token expiration`: words of a sentence instead of a scheme before credentials.
  if (syntax === 'scheme') return operator === '' && isWord(value, operator);
  return OF_SENTENCES.has(syntax) && isSpoken(value, named);
}

function isSpoken(value: string, { name, syntax, operator }: Omit<Named, 'kind'>): boolean {
  const isPassword = PASSWORD_NAME.test(name);
  if (isWord(value, operator)) return !isPassword || operator === '' || !isPassphrase(value);
  if (syntax === 'alone' || (operator !== '' && syntax === 'prose')) return false;
  if (isPassword && isMadeUp(value)) return false;
  // `secrets Value:0xc0…`, `get_key fingerprint=…`: the next assignment.
  return /^[A-Za-z][\w.-]{0,40}[:=]/.test(value) || shapeOf(value).random < 8 || isPieceOfData(name);
}

/** Minimum characters that do not read as words for a name to count as data: companies have such names, but no long ones. */
const LEAST_DATA = { withDigits: 8, letters: 20 };

/** Whether the name is a run of encoded data that contains the credential word by chance. */
function isPieceOfData(name: string): boolean {
  return shapeOf(name).random >= (/\d/.test(name) ? LEAST_DATA.withDigits : LEAST_DATA.letters);
}

/** `adduser <password> "full name"`: a placeholder, and the next argument. */
function isArgumentBehind(text: string, { syntax, nameStart, quote, start, end }: Omit<Named, 'kind'>): boolean {
  if (syntax !== 'element') return false;
  return text[nameStart - 1] === '<' && text[start - quote.length - 1] === ' ' && text[end + quote.length] !== '<';
}

function isOtherText(text: string, { name, syntax, operator, start, end }: Omit<Named, 'kind'>): boolean {
  // `salt 'web1' test.ping`: a command.
  if (syntax === 'prose' && operator === '' && name === 'salt') return true;
  // `"Unknown token ",b=(0,…),c="`: the quote ends one text, and the next begins another.
  if (syntax === 'prose' && operator === '' && /^\s{0,4}[,;)\]}+]/.test(text.slice(start, start + 6))) return true;
  // `placeholder="password" drawsBackground="YES"`: the next attribute.
  if (syntax === 'prose' && operator === '' && /^\s{1,4}[\w:.-]{1,40}=$/.test(text.slice(start, end))) return true;
  // `{ a: PASSWORD, 'b': … }`: the name is the value of one member, and the text the key of the next.
  return operator === ',' && /^["'`]\s{0,4}:/.test(text.slice(end, end + 6));
}
