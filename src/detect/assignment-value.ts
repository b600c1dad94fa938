import type { NameKind } from './assignment-name.ts';
import { entropy } from './entropy.ts';
import { isPlaceholder } from './placeholder.ts';
import { shapeOf, wordScore, type Shape } from './wordlike.ts';

/** The right side of an assignment. */
export interface AssignedValue {
  readonly text: string;
  readonly quoted: boolean;
}

/** Templates, variables, calls, paths and addresses: something that names a value. */
const REFERENCE =
  /^[$@%]|\$\{|\$\(|\{\{|<%|#\{|%\(|^\{[^"]*\}$|^<[^>]*>$|^\[[^\]]*\]$|^%[^%]+%$|:\/\/|^\.{0,2}\/[\w.-]+(?:\/|$)|^~\/|^[A-Za-z]:\\|^&[a-z]|^(?:arn|urn|vault|op|ref\+\w+|projects|secret|secrets|env|file|kms|ssm|keyring)[:/]|^(?:process|os|env|ENV|config|cfg|this|self|system|System|var|data|module|local|params?|settings|options|args|req|request|props|state|ctx|context|window|document|globals?|secrets?|each|output|inputs?|github|values|Values)(?:\.|\[|->)|^data:|^(?:hmac-)?sha\d{1,3}[:-]|^[a-z]\d?:[0-9a-f]{32}$/;
/** A source path or a name with an extension. */
const FILE =
  /(?:^|\/)[\w-]+\.(?:pem|key|crt|cer|json|ya?ml|txt|xml|html?|js|ts|py|go|rb|java|sh|conf|cfg|ini|env|jks|p12|pfx|md|php|png|svg|css|properties|toml|sql|log)$/i;
const DOTTED_NAME = /^[A-Za-z_$][\w$]*(?:(?:\.|->|::)[A-Za-z_$][\w$]*)+[;,)]*$/;
const CODE =
  /^[A-Za-z_][\w.:]*\(|\)$|=>|^(?:new|await|function|lambda|return|typeof|async|const|let|if|not|and|or)\b|^!?[A-Za-z_]\w*\[|\\[dwsb][+*{]|\[\^?[A-Za-z0-9]-|\{\d+(?:,\d*)?\}|^\^|\$$/;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const VERSION_OR_DATE = /^-?0x[0-9a-f]{1,8}$|^v?\d+(?:\.\d+){1,4}(?:[-+][\w.]+)?$|^\d{4}-\d{2}-\d{2}/i;
const CONSTANT_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;
const COMMON_WORDS =
  /^(?:true|false|none|null|nil|undefined|yes|no|on|off|empty|required|optional|string|str|bool(?:ean)?|int(?:eger)?|number|object|default|admin|root|user|test|guest|public|private|basic|bearer|password|passwd|pass|secret|token|key|api_?key|login|hunter2|qwerty|letmein|s3cr3t|p@ssw0rd|passw0rd)\d{0,4}[;,.!]?$/i;

/** Bytes of a binary next to a string that ends in a credential word. */
const CONTROL = /[\x00-\x1f\x7f]/;

/** Decides whether the value of a credential-like name is a secret, a reference to one, or nothing of the kind. */
export function isSecretValue(kind: NameKind, value: AssignedValue): boolean {
  const { text } = value;
  if (kind === 'none' || text.length > 512 || CONTROL.test(text) || namesSomething(value) || isPlaceholder(text))
    return false;
  if (VERSION_OR_DATE.test(text) || COMMON_WORDS.test(text) || /^\d+$/.test(text)) return false;
  return kind === 'password' ? isPassword(value) : isToken(kind, value);
}

function namesSomething({ text, quoted }: AssignedValue): boolean {
  if (REFERENCE.test(text) || FILE.test(text) || DOTTED_NAME.test(text) || CONSTANT_NAME.test(text)) return true;
  return quoted ? /\s{2,}|\w\(.*\)/.test(text) : CODE.test(text);
}

/** At least 6 characters, no mere words: a digit or special character among letters. */
function isPassword({ text, quoted }: AssignedValue): boolean {
  if (text.length < 6 || text.length > 128 || / .* /.test(text) || (!quoted && text.includes('/'))) return false;
  if (!/[A-Za-z]/.test(text)) return false;
  if (/\d/.test(text)) return entropy(text) >= 2.2;
  if (/[^A-Za-z0-9_\-. ]/.test(text)) return isSpecialPassword(text, quoted);
  const shape = shapeOf(text);
  return shape.random >= 8 && shape.words === 0;
}

/** Letters and special characters without a digit: `super$ecret` in quotes, no route, e-mail address or sentence. */
function isSpecialPassword(text: string, quoted: boolean): boolean {
  if (text.length < 8 || /[:;,.?!]$|[\s/:#]|^\W|\w@\w+\./.test(text)) return false;
  return quoted ? /[$@!%^&*+=]/.test(text) : !/^\w+\W\w+$/.test(text);
}

/** A value that is random whatever stands left of it. */
export function isStrictlyRandom(text: string): boolean {
  return !isPlaceholder(text) && !REFERENCE.test(text) && !FILE.test(text) && isToken('key', { text, quoted: false });
}

const MIXED = /^(?=.*\d)(?=.*[A-Za-z])/;

/** At least 10 random characters; a bare `key` says less, so its value must say more. */
function isToken(kind: 'token' | 'key', { text, quoted }: AssignedValue): boolean {
  const least = kind === 'key' ? 20 : 10;
  if (text.length < least || !/^[\w\-+/=.~!@#$%^&*:|]+$/.test(text)) return false;
  if (UUID.test(text)) return kind === 'token';
  const shape = shapeOf(text);
  if (shape.random < Math.max(least, text.length * 0.5)) return false;
  if (/^[0-9a-f]+$/i.test(text)) return text.length >= (kind === 'key' ? 32 : 20) && entropy(text) >= 2.8;
  return isMixed(kind, { text, quoted }, shape);
}

function isMixed(kind: 'token' | 'key', { text, quoted }: AssignedValue, shape: Shape): boolean {
  const bits = entropy(text);
  // Cache and map keys are words with a hash behind; a credential called just `key` is random from its start.
  if (kind === 'key') return shape.words === 0 && bits >= 3.5 && MIXED.test(text);
  if (!/\d/.test(text)) return quoted && bits >= 3.6 && wordScore(text) < 0;
  return bits >= 2.9 && MIXED.test(text);
}
