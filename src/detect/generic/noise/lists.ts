import { COMMANDS } from '../../command/table.ts';
import { IS_UUID } from '../../uuid.ts';
import type { Kind, Place } from '../place.ts';

/** A template action in Go, Jinja or Liquid that is still open at the name. */
const OPEN_ACTION = /\{[{%][^{}\r\n]{0,160}$/;

/** `{{ .Values.db.password | b64enc }}`, `(list "db.password") "skipB64enc" }}`: a function applied to it, or another argument. */
function isInAction({ named: { quote }, before, between }: Place): boolean {
  return quote === '' ? OPEN_ACTION.test(before) : /^["']\) ["']$/.test(between);
}

const LIST_BEFORE = /(?:\bstring\s?\{|[=:(,]\s{0,4}\[)\s{0,24}(?:["'][\w.-]{1,40}["'],\s{0,24}){0,12}["'][\w.]{0,24}$/;

/** `[]string{"root_password", "deletion_protection"}`: names of members in a list. An option begins with a dash, and a value follows it. */
function isInListOfNames({ named: { operator, quote, name }, value, before }: Place): boolean {
  if (operator !== ',' || quote === '' || name.startsWith('-')) return false;
  return /^[a-z]+(?:_[a-z]+)+$/.test(value) && LIST_BEFORE.test(before);
}

const MORE_RULES = /^["'],\s{0,24}["'][a-z_]{2,40}(?::[^"'\n]{0,60})?["']\s{0,24}[\],]/;

/** `'required|string|min:8'`: joined validation rules of a field (Laravel). */
const JOINED_RULES =
  /^(?:(?:required|nullable|sometimes|present|bail|filled|confirmed|string|alpha_(?:num|dash)|(?:min|max|size|between|same|different|regex|exists|unique|required_\w{2,20}|digits(?:_between)?|in):[^|]{1,80})(?:\||$)){2,}/;

/** `'password' => ['confirmed', 'secure_password']`, `'password', 'min:16'`: validation rules of a field. */
function isRuleOfField({ named: { operator, quote }, value, between, after }: Place): boolean {
  if (quote === '') return false;
  if (JOINED_RULES.test(value) || /^(?:required|nullable|sometimes|confirmed|string)\|$/.test(value)) return true;
  if (operator === ',' && /^[a-z_]{2,20}:\d{1,4}(?:,\d{1,4})?$/.test(value)) return true;
  if (/^(?:min|max|size|between):\d{1,4}(?:,\d{1,4})?$/.test(value)) return true;
  return /\[\s{0,24}["']$/.test(between) && /^[a-z_]+$/.test(value) && MORE_RULES.test(after);
}

/** `'passwords' => 'users'`: the store of several passwords. */
function isStoreOfMany({ named: { name, quote }, value }: Place): boolean {
  return quote !== '' && /passwords$/i.test(name) && /^[a-z][a-z_]{2,}s$/.test(value);
}

/** `"tagKeys/281480326968824"`: a collection and the number of a member. */
function isMemberOfCollection({ named: { kind }, value }: Place): boolean {
  return kind === 'key' && /^[a-z]{2,}[A-Za-z]*\/\d+$/.test(value);
}

/** `[$user, $password, 'ntlm']`: the argument after a variable. */
function isBehindVariable({ named: { name, operator, quote, closed }, value }: Place): boolean {
  return name.startsWith('$') && operator === ',' && quote !== '' && !closed && /^[A-Z]?[a-z]+$/.test(value);
}

/** `tlsSecret: mail-tls`, `existingSecret=queue-jks`: the name of a Secret in a cluster. */
function isNameOfSecret({ named: { name }, value }: Place): boolean {
  return (
    /(?:environment|tls|certs?|certificate|ca|ingress|registry|pull|existing|keystore|truststore)[-_]?secret$/i.test(
      name,
    ) && /^[a-z]+(?:-[a-z]+)+$/.test(value)
  );
}

/** `secrets:` and `- db_login` below it: the name of a secret for a Compose service. */
function isSecretByName({ named: { name, syntax, quote }, value, between }: Place): boolean {
  if (name !== 'secrets' || quote !== '' || syntax === 'flag') return false;
  return /^:\s{1,40}- $/.test(between) && (/^[a-z]+(?:[-_][a-z]+)+$/.test(value) || IS_UUID.test(value));
}

/** `get_auth_key("5a49…")`: the id of the key's owner. */
function isLookedUp({ named: { name, operator }, value }: Place): boolean {
  return (
    operator === '(' &&
    IS_UUID.test(value) &&
    /(?:^|[._])(?:get|find|fetch|show|describe|delete|remove|create|list|rotate|revoke|regenerate)_?\w*[kK]eys?$/.test(
      name,
    )
  );
}

/** `pwd = uninitialized LibC::Passwd`: a keyword before a type. */
function isInFrontOfType({ named: { quote, operator }, value, after }: Place): boolean {
  return quote === '' && operator === '=' && /^[a-z]+$/.test(value) && /^ [A-Z]\w*(?:::|\.)[A-Z]/.test(after);
}

/** `username and password to `user` and `password`, are `user` / `secret``: the first of two is the user, and the second says nothing. */
function isUserOfTwo({ before, after }: Place): boolean {
  return (
    /\b(?:user(?:name)?|login|account)[ \t]and[ \t]$/i.test(before) &&
    /^["'`]{1,2}[ \t](?:and|\/)[ \t]["'`]{1,2}(?:password|secret)["'`]/.test(after)
  );
}

/** `R:passwd` and `Z:Q1…` below it: a record of lines that each begin with a letter for the field. */
function isTaggedLine({ named: { syntax }, value, before }: Place): boolean {
  return syntax === 'next-line' && /(?:^|\n)[A-Za-z]:$/.test(before) && /^[A-Za-z]:\S/.test(value);
}

/** `API_TOKEN=` among lines that all end like that: a list of names without values. `="password" shown="YES"`: the next attribute. */
function isEmptySetting({ named: { syntax, quote }, value, between, after }: Place): boolean {
  if (quote === '' && /^["'] {1,8}$/.test(between)) return /^[A-Za-z][\w:.-]*=$/.test(value) && /^["']/.test(after);
  return (
    syntax === 'next-line' &&
    /^=\s/.test(between) &&
    value.endsWith('=') &&
    /^\r?\n(?:# ?)?\S{1,120}=\s{0,4}(?:[\r\n]|$)/.test(after)
  );
}

/** `["wpa_passphrase", "HomeNet", …]`: the first argument of a program. */
function isArgumentOfProgram({ named: { name, operator, quote, closed } }: Place): boolean {
  return operator === ',' && closed && quote !== '' && COMMANDS.has(name.toLowerCase());
}

/** One check for each kind of noise in lists, templates and clusters. */
export const LIST_KINDS: readonly Kind[] = [
  ['a template action', isInAction],
  ['one of a list of names', isInListOfNames],
  ['a validation rule', isRuleOfField],
  ['a collection', isStoreOfMany],
  ['a member of a collection by its number', isMemberOfCollection],
  ['an argument behind a variable', isBehindVariable],
  ['the name of a Secret', isNameOfSecret],
  ['the name of a given Secret', isSecretByName],
  ['the id of a lookup', isLookedUp],
  ['a word of code in front of a type', isInFrontOfType],
  ['the user of a user and password pair', isUserOfTwo],
  ['a line of a record in tagged lines', isTaggedLine],
  ['the next of a list of names', isEmptySetting],
  ['the first argument of a program', isArgumentOfProgram],
];
