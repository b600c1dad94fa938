import { isMixed } from '../../wordlike.ts';
import type { Kind, Place } from '../place.ts';

/** `newPassword: String!`, `$tokens: [ID!]!)`: a non-null type of GraphQL. */
function isTypeOfGraph({ named: { quote }, value }: Place): boolean {
  return (
    quote === '' && value.includes('!') && /^\[?(?:ID|Int|Float|Boolean|String|[A-Z]\w*Input)[!\])}]*$/.test(value)
  );
}

/** `Jwt: &v1.VaultAuth{`, `auth v1.VaultAuth) error {`: a type from another Go package, a value created from it, or its parameter. */
function isTypeOfPackage({ named: { quote }, value, between, after }: Place): boolean {
  if (quote !== '') return false;
  if (/^[&*]?(?:\[\]\*?)?[a-z]\w*\.[A-Z]\w*\{/.test(value + after.slice(0, 1))) return true;
  return /^ \*?$/.test(between) && /^[a-z]\w*\.[A-Z]\w*$/.test(value) && after.startsWith(')');
}

/** `pub vault_pw: Pubkey,`: the type of a field in Rust. */
function isTypeOfRust({ named: { quote }, value, before, between }: Place): boolean {
  return quote === '' && between === ': ' && /\bpub(?:\([a-z]+\))? $/.test(before) && /^&?[A-Z]\w*(?:<|$)/.test(value);
}

/** `'user_password' => array('VCHAR:255', '')`: the type of a column with its length. */
function isTypeOfColumn({ named: { quote }, value }: Place): boolean {
  return quote !== '' && /^[A-Z]{3,}(?:_[A-Z]+)*:\d{1,5}$/.test(value);
}

/** `'passphrase' => CURLOPT_SSLKEYPASSWD,`: a constant; a text would be quoted like its name. */
function isConstantMember({ named: { quote, closed }, value, after }: Place): boolean {
  return quote === '' && closed && /^[A-Z]{3,}(?:_[A-Z]{2,})+$/.test(value) && /^\s{0,4}[,)\]}]/.test(after);
}

/** `mustSetPassword = assert {`: a function that takes the block. */
function isBeforeBlock({ named: { quote }, value, between, after }: Place): boolean {
  return (
    quote === '' && /^\s?=\s$/.test(between) && /^[A-Za-z_][\w.]*$/.test(value) && /^ \{[ \t]*(?:[\r\n`]|$)/.test(after)
  );
}

const PROGRAM =
  /^(?:bash|sh|zsh|env|exec|sudo|node|npm|npx|yarn|pnpm|python3?|php|ruby|perl|java|make|docker|git|go|cargo|psql|mysql|mysqldump|curl)$/;

/** `DB_PASSWORD= bash run.sh`: a program started with the variable empty. */
function isStarted({ named: { quote, name }, value, between, after }: Place): boolean {
  return (
    quote === '' && between === '= ' && /^[A-Z][A-Z0-9_]*$/.test(name) && PROGRAM.test(value) && /^ \S/.test(after)
  );
}

/** `[[ $(basename "$PWD") == "operator" ]]`: a folder; `PWD HTTP_PROXY`: the next of several variables. */
function isFolderVariable({ named: { name, operator }, value, before, between }: Place): boolean {
  if (!/^\$?\{?(?:OLD)?PWD$/.test(name)) return false;
  if (/^[A-Z]+(?:_[A-Z]+)*$/.test(value) && between === ' ') return true;
  return operator !== '=' && /\$\{?$/.test(before + /^\$?\{?/.exec(name)?.[0]);
}

/** `password -> shouldn't return …`: a word that continues after an apostrophe. */
function isContraction({ named: { quote }, value, after }: Place): boolean {
  return quote === '' && /^[A-Za-z]+$/.test(value) && /^\\?'(?:t|s|re|ve|ll|d|m) [a-z]/.test(after);
}

/** `wachtwoord gewijzigd! Opslaan?`: two sentences, the first of which ends after the word. */
function isEndOfSentence({ named: { quote, operator }, value, after }: Place): boolean {
  return (
    quote === '' &&
    operator === '' &&
    /^[a-z\x80-\xff]{4,}[!?]$/.test(value) &&
    /^ [A-Z][a-z\x80-\xff]+(?:[!?.]| [a-z\x80-\xff]{2,})/.test(after)
  );
}

/** `password=state.decode("unicode-escape")`, `encode($password, 'PDFDoc')`: the encoding of the text. */
function isEncoding({ named: { name, operator }, value, before, between }: Place): boolean {
  if (!/^[a-z][a-z0-9_-]{2,15}$/i.test(value) || isMixed(value, value.length / 2)) return false;
  if (/\.(?:de|en)code\(\s{0,4}["']$/i.test(between)) return true;
  return operator === ',' && name.startsWith('$') && /\b(?:de|en)code\(\s{0,4}$/i.test(before);
}

/** Before the password's name: the user of an anonymous login. */
const ANONYMOUS_BEFORE =
  /(?:user(?:_?name)?|login)["']?\s{0,3}(?::=|=>|[:=(,])\s{0,3}["'](?:anonymous|ftp)["'][;,]?\s{1,40}(?:[\w.$]{1,24}[.:>])?$/i;

/** `Username := 'anonymous'; Password := 'a@b.c'`: the address given for an anonymous login. */
function isAddressOfAnonymous({ value, before }: Place): boolean {
  return value.includes('@') && ANONYMOUS_BEFORE.test(before);
}

const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;
const HASH_CALL = /\b(?:md5|sha\d{1,3}|hash|crypt)\w{0,12}\((?:["']\w{2,12}["'],\s?)?$/i;

/** `md5($password) === '5f4d…'`: the expected hash of a password. */
function isHashOfIt({ named: { name }, value, before, between }: Place): boolean {
  if (!HASH.test(value) || !/^["'\])]*\)\s{0,3}[!=]={1,2}\s{0,3}["']$/.test(between)) return false;
  return HASH_CALL.test(before + /^\$?/.exec(name)?.[0]) || HASH_CALL.test(before);
}

/** `351683ea…:9b`: the digest of a password and its salt, as stored by osCommerce, Zen Cart and Joomla. */
function isSaltedHash({ named: { kind }, value }: Place): boolean {
  return kind === 'password' && /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}):[0-9A-Za-z]{2,32}$/.test(value);
}

/** `"secretData": "{\"value\":…,\"salt\":…}"`: how Keycloak stores a password. */
function isKeptPassword({ named: { name }, value, after }: Place): boolean {
  return name.endsWith('secretData') && /\\?"salt\\?"\s?:/.test(value + after);
}

/** `Pass  Fail` with counts below: the number of passed tests. */
function isPassCount({ named: { name }, value, before, after }: Place): boolean {
  return /^pass(?:ed)?$/i.test(name) && /^\d+$/.test(value) && /\bfail(?:ed|ures?)?\b/i.test(before + after);
}

/** `	case.expectedSecret = projectValue`: a variable assigned to a member, on a line indented with tabs. */
function isGivenToMember({ named: { name, quote }, value, before, between, after }: Place): boolean {
  return (
    quote === '' &&
    between === ' = ' &&
    /(?:^|\n)\t+$/.test(before) &&
    /^[a-z]\w*(?:\.[A-Za-z]\w*)+$/.test(name) &&
    /^[a-z][A-Za-z]*\d?$/.test(value) &&
    /^;?\r?(?:\n|$)/.test(after)
  );
}

/** One check for each construct of types, commands and sentences in place of a value. */
export const TYPE_KINDS: readonly Kind[] = [
  ['a type that may not be null', isTypeOfGraph],
  ['a type of another package', isTypeOfPackage],
  ['the type of a field in Rust', isTypeOfRust],
  ['the type of a column', isTypeOfColumn],
  ['a constant as a member', isConstantMember],
  ['the target of a block', isBeforeBlock],
  ['a started program', isStarted],
  ['a folder, or the next of several variables', isFolderVariable],
  ['a word with an apostrophe', isContraction],
  ['the end of a sentence', isEndOfSentence],
  ['the encoding of a text', isEncoding],
  ['the address of an anonymous user', isAddressOfAnonymous],
  ['the expected hash of a password', isHashOfIt],
  ['a digest and its salt', isSaltedHash],
  ['the stored form of a password', isKeptPassword],
  ['a number of passed tests', isPassCount],
  ['a variable assigned to a member', isGivenToMember],
];
