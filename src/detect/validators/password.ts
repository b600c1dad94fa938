import { isMonotonous } from '../placeholder.ts';
import { isGenerated } from '../generated.ts';
import { isMixed } from '../wordlike.ts';

/** Templates, variables and format placeholders: references instead of values. */
const REFERENCE =
  /^\$[A-Za-z_][A-Za-z_]*$|^\$[A-Za-z_]\w*\[[\w'"]{1,40}\]$|^\$[a-z]+\$$|^\$__\w+\{|^\$(?:[156y]|2[aby]?)\$|^\$[a-z]+_\w{1,40}_(?:key|iv|pass|password|secret|token)$|\$\{|\$\(|\$\$|\{\{|\}\}|<%|#\{|%\(|%\{|\$env:|^<.*>$|^\[.*\]$|^\[(?:\d{1,3}-)?[a-z]+$|^\(.*\)$|^%[A-Za-z_]+%$|^%-?\d*[sdvqwp@]|^:[a-z_]+$|^@[\w./]+$|^`|^&lt;|^%3C|^%7B|^%24%7B|__[A-Za-z_]\w*__|^(?:key|token|secret|value)_?\d{1,6}$|^process\.env|^os\.|^env[:.]/i;
const CONSTANT =
  /^@[a-z][a-z._-]*@$|^\\\([a-z][\w.]*\)$|^\$[A-Z_][A-Z0-9_]*(?:$|[:/.])|^_[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*_$|^pass:\$\w+$/;
/** Regular expressions, code, types (`Optional[str]`), and text after a quotation mark, also one escaped in HTML: a view reads that. */
const CODE =
  /^(?:Optional|Union|List|Dict|Sequence|Annotated|Literal|Final|ClassVar)\[[A-Za-z]|\[\^|\(\?|\\[SswWd]|\.[*+]|\+\+?$|^['"+]|^&(?:amp;){0,3}(?:quot|apos|#0?3[49]|#x2[27]);|^[A-Za-z_.]{3,}\(|=>|\{\d*,\d*\}/;
const STANDS_FOR =
  /your|replace|insert|redacted|example|placeholder|change_?-?me|change_?-?this|dummy|sanitized|scrubbed|filtered|masked|hidden|censored|xxxx|\*\*|\.\.\.|\u00e2\u0080\u00a6|\u00e2\u0080\u00a2|_here$|-here$|[a-z][-_]xxx$|^enter|^fake|-fake$|^sample|^foo|^bar$|^baz$|^todo|^tbd|^to_be|^some|^anon|^pserver:|^\*.*\*$/i;
const WORDS = new Set(
  `password passwd passwort passwrd pass pwd passphrase pw psw secret secrets token tok tokens key apikey api_key api-key auth credentials credential creds cred
  user username login name admin string value text none null nil undefined empty blank true false yes no test testing tester default
  mypassword my_password my-password mypass mypwd mysecret my-secret my_secret mysecretpassword mysecretpw my-secret-pw mytoken my_token
  thepassword userpassword user_password user-password userpass userpwd dbpassword db_password db-password dbpass db_pass dbpwd
  password_here passwordhere supersecret topsecret secretpassword secret_password rootpassword root_password adminpassword
  sensitive private confidential unknown required optional foobar changeit changeme1 hunter2 letmein encoded encrypted hash
  pgpassword postgres_password mysql_password redis_password mongo_password oauth2 oauth x-oauth-basic x-token-auth anonymous guest
  wrong wrongpass wrongpassword wrong-password incorrect invalid
  pass123 test123 pass_word pa55word passwordgoeshere xxx yyy zzz abc abcd`.split(/\s+/),
);
/** `<qualifier>_password`, `DB_PASS`, `secretPassword`: a name in place of the value. */
const NAME =
  /^(?:[a-z]{1,12}[-_.]?){0,3}(?:password|passwd|pass|pwd|secret|token|passphrase|(?:api|access|auth|secret|private)[-_]?key|credentials?)(?:[-_.]?(?:value|data|text|string|for|of|var|env|name|prod|dev|test|local))?$/i;

/** `myAWSSecretID`: to be replaced by the reader's own. */
const OWN_NAME = /^my(?:[A-Z][a-z]*|S3){3,10}$/;

/** In letters and digits of a text in braces: with more, it is a value inserted by a template rather than a name. */
const LEAST_FILLED = 10;

/**
 * `[instance-name]-demo`, `db-<app-name>`: bracketed words for the reader to replace, next to other words; `SCRV1:<password>:<response>`;
 * `SECRET[store.name]` of Vector.
 */
const BLANK =
  /^SECRET\[[\w.-]{1,80}\]$|^[\w.-]*(?::<[a-z]+(?:[-_ ][a-z\d]+)*>)+$|^(?:[a-z\d]+[-_./:])*(?:\[[a-z]+(?:[-_ ][a-z]+)+\]|<[a-z]+(?:[-_ ][a-z]+)+>)(?:[-_.][a-z]+)*$/i;

/** A template, a variable, or a name in braces. */
function isTemplate(text: string): boolean {
  return REFERENCE.test(text) || BLANK.test(text) || isInBraces(text);
}

function isInBraces(text: string): boolean {
  return /^\{.*\}$/.test(text) && !isMixed(text, LEAST_FILLED);
}

/** Whether the text in a password's place is a variable, a template, code, a redaction or a word for a password. */
export function isPlaceholderPassword(text: string): boolean {
  return !isGenerated(text) && standsForOne(text);
}

function standsForOne(text: string): boolean {
  if (text.length < 3 || isTemplate(text) || CONSTANT.test(text) || STANDS_FOR.test(text)) return true;
  const decoded = text.includes('%') ? text.replace(/%[0-9A-Fa-f]{2}/g, '~') : text;
  if (CODE.test(decoded) || /^([^\w\s])\1*$/.test(text) || /^(.)\1{2,}$/.test(text)) return true;
  return isName(text) || (text.length >= 8 && isMonotonous(text));
}

/** A word for a password, or the name of one in place of the value. */
function isName(text: string): boolean {
  return WORDS.has(text.toLowerCase()) || NAME.test(text) || OWN_NAME.test(text);
}

/** `AppID:MasterKey`, `app_id:master_key`: the same in upper camel case and in lower case. */
const PART_NAME =
  /^(?:[A-Z]+[a-z]+)*(?:ID|Id|Key|APIKey|Token|Secret|User|Name|Password)$|^[a-z]+(?:_[a-z]+)*_(?:id|key|token|secret|user|name)$/;

/** `LOGIN:APIKEY`, `TOKEN:USER_ID`: names for the parts of an address, as in manuals. */
export function areNamesInCapitals(user: string, secret: string): boolean {
  if (PART_NAME.test(user) && PART_NAME.test(secret)) return true;
  return (
    /^[A-Z]+(?:_[A-Z]+)*$/.test(user) &&
    /^(?:[A-Z]+_)*[A-Z]{0,8}(?:KEY|TOKEN|SECRET|PASS|PASSWORD|DOMAIN|ID|NAME|REGION|HOST|PORT)$/.test(secret)
  );
}

/** The same where a program wrote the value, so that a name for a password is a value: `ThisIsMyPassword`. */
export function isPlaceholderWritten(text: string): boolean {
  return isPlaceholderPassword(text) && !(/[a-z]-?[A-Z]/.test(text) && NAME.test(text) && !STANDS_FOR.test(text));
}

/** Whether a password is so weak that on a local or made-up host it is a placeholder. */
export function isTrivialPassword(text: string): boolean {
  if (/^[A-Z]?[a-z]{0,9}\d{0,4}$|^[A-Z]{1,10}\d{0,4}$|^\d{1,10}$/.test(text)) return true;
  return /^p[a@4][s5$]{2}(?:w[o0]r?d?)?\d{0,4}!?$|^(?:secret|admin|root|test|pass|toor)[!\d]{0,4}$/i.test(text);
}

/** Whether an address is that of the local machine. */
export function isOwnMachine(host: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|host\.docker\.internal|host\d+)(?::|$)/i.test(host);
}

/** Whether the password of a local service declares itself to be one: `password1`, `x%password`. */
export function isOwnSample(host: string, text: string): boolean {
  return isOwnMachine(host) && /passw(?:or)?d/i.test(text);
}

/** Hosts of the local machine and of documentation (RFC 2606). */
export function isLocalHost(host: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal|host|hostname|server|my-?host|your.*|(?:[\w-]+\.)*(?:example|(?:my-?)?(?:company|domain|organi[sz]ation))(?:\.\w+)?|[\w.-]+\.(?:test|invalid|local|localhost))(?::|$)/i.test(
    host,
  );
}

/** Longer values with a control character are real: read from a file together with the line end. */
const SHORT_SAMPLE = 8;

/**
 * Whether a password in an address looks like a test of URL parsers: signs with hardly a letter between them (`%3A%40c`), a control
 * character in a short one, a word for a password and a blank.
 */
export function isEncodedSample(text: string): boolean {
  if (!text.includes('%')) return false;
  const plain = text.replace(/%[0-9a-f]{2}/gi, ' ').trim();
  if (/%(?:[01][0-9a-f]|7f)/i.test(text) && plain.replaceAll(' ', '').length < SHORT_SAMPLE) return true;
  return !/[0-9A-Za-z]{3}/.test(plain) || isPlaceholderPassword(plain.replace(/ +/g, '_'));
}

/** Letters with diacritics, in UTF-8 and in latin1. */
const MARKED: readonly (readonly [RegExp, string])[] = [
  [/\xc3[\xa0-\xa5]|[\xe0-\xe5]/g, 'a'],
  [/\xc3[\xa8-\xab]|[\xe8-\xeb]/g, 'e'],
  [/\xc3[\xb2-\xb6]|[\xf2-\xf6]/g, 'o'],
];

/** Whether a text is a word for a password with signs or diacritics in it, as in tests of encodings: `pass~word`, `p%C3%A4ssword`. */
export function isSpelledSample(text: string): boolean {
  if (!/[^0-9A-Za-z]/.test(text)) return false;
  let plain = text.replace(/%[0-9a-f]{2}/gi, (byte) => String.fromCharCode(Number.parseInt(byte.slice(1), 16)));
  for (const [mark, letter] of MARKED) plain = plain.replace(mark, letter);
  return /^(?:pass(?:word|e)?|secret)$/.test(plain.replace(/[^0-9A-Za-z]/g, ''));
}
