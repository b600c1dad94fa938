import { SAID_OF_PASSWORDS } from '../data/said-of-passwords.ts';

/** How much the name of an assignment says about its value. */
export type NameKind = 'password' | 'token' | 'key' | 'none';
/** The kinds of names that may have a secret value. */
export const NAME_KINDS = ['password', 'token', 'key'] as const;

const PASSWORD_WORDS = new Set(
  'password passwd upass upwd passw passwort pwd pswrd pswd pw pass passphrase passcode psw psk passwords dbpwd pgpassword mysqlpwd mdp motdepasse contrasena senha requirepass masterauth'.split(
    ' ',
  ),
);
/** Words for password in other languages. */
const FOREIGN_WORDS = new Set(
  'kennwort passwort wachtwoord haslo heslo salasana lozinka kodeord passord adgangskode contrasena senha motdepasse losenord sifre jelszo wagwoord geslo katasandi matkhau'.split(
    ' ',
  ),
);

/** Further ones, which have other meanings in names. */
const FOREIGN_VALUES = new Set('parola pasahitza contrasenya slaptazodis palavrapasse katalaluan parol'.split(' '));

/** Whether a text (latin1) is the word for password in another language, with or without its diacritics, as in translations. */
export function isForeignPasswordWord(text: string): boolean {
  const word = withoutMarks(text).toLowerCase().replace(/[ _-]/g, '');
  return FOREIGN_WORDS.has(word) || FOREIGN_VALUES.has(word);
}

/** Whether a text (latin1) is something that another language says about a password: `abgelaufen`, `obligatoire`. */
export function isSaidOfPassword(text: string): boolean {
  return SAID_OF_PASSWORDS.has(withoutMarks(text).toLowerCase().replace(/\.$/, ''));
}

/** UTF-8 without diacritics; the stroke of the Polish letter is not a diacritic in Unicode. */
function withoutMarks(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return text;
  const plain = Buffer.from(text, 'latin1').toString('utf8').normalize('NFD');
  return plain.replace(/\p{M}/gu, '').replace(/\u0142/g, 'l');
}

/** Forms and misspellings of the word, alone or at the end of a longer one: `psword`, `dbpasswrd`, `keypass`. */
const PASSWORD_FORM =
  /(?:pass?word|passwo?r?d|passwort|passphrase)s?$|^p(?:a?s{1,2})?w(?:or?|r)?ds?$|^(?:db|sql|mysql|pgsql|root|user|admin|smtp|mail|ftp|ldap|app|login|new|old|my|test|default)+(?:pwd|passwd)$|^(?!(?:com|by|tres|sur|encom|over|under|band|low|high|sub|multi|single|all|pre|re|fly|im|un|is|has|can|must|did|one|two|three|no|en|ask|kee|last|go|less|nord|proton|name|field|tag|metric)pass$)[a-z]{2,12}pass$|^(?:root|bind|admin|db|u|user|ldap|mysql|ftp|mail|smtp|login|my)pw$|^(?:sta|ap|wifi|wlan|wpa)psk$/;
const TOKEN_WORDS = new Set(
  'token tokens secret secrets apikey apikeys credential credentials creds cred auth authtoken accesstoken accesskey secretkey privatekey authkey bearer apitoken apisecret clientsecret appsecret secretaccesskey sharedkey masterkey accountkey authentication jwt sas pat authorization salt passwordsalt pepper totp otp verifier authtok'.split(
    ' ',
  ),
);
/** Words before `key` that make it a credential's name. */
const KEY_QUALIFIERS = new Set(
  'api access secret private auth client encryption signing master account license service app application consumer shared session storage admin root user server crypto aes hmac jwt ssh rest webhook write read admin integration personal deploy merchant sdk recovery decryption decrypt encrypt cipher crypt ingest ingestion instrumentation functions signature subscription activation licence radius tacacs vpn wifi wlan gossip fernet swarm stripe openai anthropic sendgrid mailgun twilio datadog'.split(
    ' ',
  ),
);
/** Words after the credential word that make it the name of something else. */
export const OTHER_THINGS: ReadonlySet<string> = new Set(
  `name names id ids file files filename path paths dir directory folder url uri urls uris endpoint endpoints type types length len size count limit policy policies
  field fields label labels hint regex pattern expire expires expiry expiration ttl header headers param params parameter prompt placeholder ref reference
  arn class manager provider providers service services generator encoder decoder validator helper error errors msg message required enabled disabled valid
  invalid index version algorithm alg algo method format store storage location exists changed changes age min max rotation lifetime issuer audience scope scopes kind host hostname
  port username usercount email var variable env envvar source src mode state status handler factory builder parser reader writer loader resolver
  budget usage used per cost price rate bucket counts position start end offset number column row table schema model option options config prefix suffix
  separator delimiter chars charset characters alphabet list map set array dict cache interface
  strength reset update create delete get verify verification check checker form input output text title page view screen
  button link icon image img css style color colour test tests spec mock stub example sample description desc comment note help
  info event events action listener callback hook command cmd flag argument arg args ring chain board stone word words phrase code press up down stroke
  frame point note pair binding bindings map mapping space less ed er ing enabled nopasswd nopassword nopass`.split(
    /\s+/,
  ),
);
/** Words that, anywhere in the name, indicate a hash, a public half or an identifier. */
const HARMLESS_ANYWHERE = new Set(
  'public pub pubkey pubkeys publickey publickeys hash hashed sha sha1 sha256 sha512 md5 digest checksum integrity fingerprint thumbprint commit revision etag csrf xsrf nonce page cursor continuation pagination next foreign primary sort partition cache idempotency i18n translation registry tree parent integrity resource correlation idempotence change dkim testid keyboard hotkey publishable keybinding mapkey resourcekey keyword keywords keyspace amount label labels title tooltip forgot forgotten translation errcode errno sqlstate'.split(
    ' ',
  ),
);

/** Splits an identifier at case changes, digits and separators: `dbAPIKey_2` gives db, api, key, 2. */
export function wordsOf(name: string): string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []).map((word) => word.toLowerCase());
}

/** Elasticsearch's suffix for a field whose words are not analysed, after the field's own name. */
const SUBFIELD = /\.(?:keyword|raw)$/;

/** Judges the name to the left of an assignment by its words. */
export function nameKind(written: string): NameKind {
  const name = written.replace(SUBFIELD, '');
  const words = wordsOf(name);
  if (isHarmlessName(name, words)) return 'none';
  const kind = kindOfWords(words);
  return kind === 'none' ? kindOfFirst(wordsOf(name.slice(name.lastIndexOf('.') + 1))) : kind;
}

/** Whether a name says that its value is a hash, a public half or an identifier. */
export function isHarmlessName(name: string, words: readonly string[]): boolean {
  return (
    words.length > 12 ||
    /sec-?websocket|psk_?hex/i.test(name) ||
    words.some((word, at) => isHarmless(words, word, at)) ||
    /^from_?secret$|^ice-pwd$|client_?request_?token|^postman-token$|sender-auth$|^saltval$|x-(?:amz|goog)-credential|[cx]srf_?(?:middleware_?)?token|authenticity_?token|request_?verification_?token/i.test(
      name,
    )
  );
}

/** The kind of credential that the last meaningful word of a name indicates. */
export function kindOfWords(all: readonly string[]): NameKind {
  const words = [...all];
  while (words.length > 1 && isTail(words.at(-1) ?? '')) words.pop();
  return kindOfLast(words.pop() ?? '', words);
}

/**
 * Words that turn an otherwise harmless word into a secret: `csrf_secret` and `xsrf_key` sign tokens, `hash_salt` goes into what is sent to
 * users, `checksum_key` and `hash_secret` sign what shops send to payment providers, and WordPress has a `NONCE_KEY` and a `NONCE_SALT`.
 */
const SECRET_OF: Readonly<Record<string, RegExp>> = {
  csrf: /^(?:secret|key)$/,
  xsrf: /^(?:secret|key)$/,
  dkim: /^(?:private|secret)$/,
  // Variables of Next.js, and the successor of a credential; `next_token` is a position in a list.
  next: /^(?:private|auth|secret|jwt)$/,
  hash: /^(?:salt|secret)$/,
  nonce: /^(?:salt|key)$/,
  checksum: /^key$/,
};

/** Words of {@link HARMLESS_ANYWHERE} for things that may have a password or a token: `CACHE_PASSWORD`, `registry_token`. */
const HAVE_PASSWORDS = new Set(
  'registry cache parent tree resource partition page primary foreign commit next cursor'.split(' '),
);

/** Words of the same set in names of programs and services: `CURSOR_API_KEY`, `PAGE_ACCESS_TOKEN`, `TRANSLATION_PROVIDER_API_KEY`. */
const HAVE_KEYS = new Set(
  'next page cursor translation i18n resource label keyword keywords cache registry parent'.split(' '),
);
/** Two words that are only ever the name of a credential. */
const PLAINLY =
  /(?:^| )(?:(?:api|secret|access|private|encryption) key|(?:access|auth|api|bearer|refresh|bot) token|(?:client|app|jwt|webhook) secret)(?: next)?$/;

function isHarmless(words: readonly string[], word: string, at: number): boolean {
  if (!HARMLESS_ANYWHERE.has(word) || isOneOfTwo(word, words[at + 1])) return false;
  const last = words.at(-1) ?? '';
  // `CSRF_COOKIE_SECRET` encrypts the cookie with the token.
  if (/^[cx]srf$/.test(word) && last === 'secret') return false;
  if (HAVE_KEYS.has(word) && PLAINLY.test(words.join(' '))) return false;
  if (HAVE_PASSWORDS.has(word) && (PASSWORD_WORDS.has(last) || PASSWORD_FORM.test(last))) return false;
  return !(word === 'registry' && TOKEN_WORDS.has(last));
}

/** `primary_access_key`: the first of an account's two keys; `primary_key` is not a credential. */
function isOneOfTwo(word: string, next = ''): boolean {
  if (SECRET_OF[word]?.test(next) === true) return true;
  return word === 'primary' && (KEY_QUALIFIERS.has(next) || TOKEN_WORDS.has(next) || PASSWORD_WORDS.has(next));
}

/** Words before `key`: keys held by a service, encrypted keys, the public keys of Sentry and of captchas, the keys of caches. */
const KEPT_FROM_USE = new Set(['kms', 'encrypted', 'wrapped', 'sentry', 'site', 'restore']);
/** `sentry_dsn_key`, but not `SENTRY_SYSTEM_SECRET_KEY` or `SITE_SECRET_KEY`; an encrypted secret key is encrypted. */
function isKeptFromUse(last: string, before: readonly string[]): boolean {
  const front = before.at(-1);
  if (front === 'encryption' || (front === 'secret' && !before.some((word) => /^(?:encrypted|wrapped)$/.test(word))))
    return false;
  return [last.slice(0, -3), ...before].some((word) => KEPT_FROM_USE.has(word));
}

/** Words before `key` for what it distinguishes: findings, alarms and rows of the same kind. */
const TOLD_APART = new Set(
  'unique rule lookup spreadsheet sheet document sort merge dedup dedupe deduplication grouping aggregation incident by type surrogate'.split(
    ' ',
  ),
);
function isToldApart(last: string, front = ''): boolean {
  return TOLD_APART.has(front) || TOLD_APART.has(last.slice(0, -3));
}

/** Words before a secret or a password: an encrypted one gives no access. */
const CLOSED = new Set(['encrypted', 'obscured', 'wrapped']);

/** Words before `pass` that make it an iteration or a result: `draw_pass`, `first_pass`, `shadowPass`, `CHECK_PASS`. */
const PASSES = new Set(
  'check gpu draw render rendering shader shadow light lighting depth blur bloom blend effect post compute geometry opaque first second third next last multi single two final'.split(
    ' ',
  ),
);

/** Words that end in `key` by chance: they do not indicate a credential, but a password with such a name (`VALKEY_PASSWORD`) is one. */
const BY_CHANCE = new Set('monkey turkey valkey hockey whiskey donkey jockey lackey turnkey mickey smokey'.split(' '));

function isPassOver(last: string, before: readonly string[]): boolean {
  return last.endsWith('pass') && PASSES.has(last === 'pass' ? (before.at(-1) ?? '') : last.slice(0, -4));
}

/**
 * Words before `token` for what a browser uses to distinguish frames, documents and workers (`FrameToken`, `navigation_token`), a messaging
 * protocol its requests (`progressToken`, `workDoneToken`), and a network gateway its messages (`uplink_token`).
 */
const TELLS_APART = new Set(
  'frame document navigation worker process widget viz surface progress done uplink lock'.split(' '),
);

function isClosed(last: string, before: readonly string[]): boolean {
  return /^(?:secret|pass)/.test(last) && before.some((word) => CLOSED.has(word));
}

/** `passWord`, `pass_phrase`, `mot_de_passe`, `kata_sandi`, `mat_khau`: one word written as several. */
const SECOND_HALF = new Set(['word', 'phrase', 'code', 'wd']);
const OTHER_HALVES = /^(?:de passe|kata sandi|mat khau)$/;

function isSecondHalf(last: string, before: readonly string[]): boolean {
  const front = before.at(-1) ?? '';
  return (front === 'pass' && SECOND_HALF.has(last)) || OTHER_HALVES.test(`${front} ${last}`);
}

/** Words before `code` that make it give access; codes of countries, errors and securities do not. */
const CODE_OF = new Set('recovery backup access unlock activation auth authorization secret'.split(' '));

/** Languages in which the qualifier follows the word: `senha_banco`, `mdp_base`, `clave_api`, `chave_secreta`. */
const NOUN_FIRST = /^(?:senha|mdp|contrasena|mot de passe|motdepasse)\b/;
const KEY_FIRST =
  /^(?:cleapi|(?:clave|chave|cle|chiave) (?:api|secret[ae]|privada|privee|privata|de api|d api|acceso|acesso|cifrado|criptografia))$/;

/** The kind of a name in a language that puts the credential word first. */
function kindOfFirst(words: readonly string[]): NameKind {
  const name = words.join(' ');
  if (KEY_FIRST.test(name)) return 'token';
  return NOUN_FIRST.test(name) && words.length <= MOST_NOUN_FIRST && !OTHER_THINGS.has(words.at(-1) ?? '')
    ? 'password'
    : 'none';
}

const MOST_NOUN_FIRST = 5;

function namesOther(last: string, before: readonly string[]): boolean {
  if (BY_CHANCE.has(last) || isPassOver(last, before) || isClosed(last, before)) return true;
  if (last === 'token' && TELLS_APART.has(before.at(-1) ?? '')) return true;
  return OTHER_THINGS.has(last) && !isSecondHalf(last, before);
}

function isPasswordWord(last: string, before: readonly string[]): boolean {
  if (isSecondHalf(last, before)) return true;
  return PASSWORD_WORDS.has(last) || FOREIGN_WORDS.has(last) || PASSWORD_FORM.test(last);
}

function kindOfLast(last: string, before: readonly string[]): NameKind {
  if (/^codes?$/.test(last) && CODE_OF.has(before.at(-1) ?? '')) return 'token';
  if (namesOther(last, before)) return 'none';
  if (isPasswordWord(last, before)) return 'password';
  if (TOKEN_WORDS.has(last) || /(?:secret|token|apikey|accesskey|secretkey|privatekey)$/.test(last)) return 'token';
  return last === 'keys' || last.endsWith('key') ? kindOfKey(last, before) : 'none';
}

function kindOfKey(last: string, before: readonly string[]): NameKind {
  // `JWT_ID_KEY`, `WCIdentifierKey`: the key of a map under which an id is stored.
  const front = before.at(-1);
  if (front === 'id' || front === 'identifier' || isToldApart(last, front) || isKeptFromUse(last, before))
    return 'none';
  // A map of them: `credentials.keys`.
  if (last === 'keys' && /^(?:secrets|credentials)$/.test(front ?? '')) return 'token';
  // The key of a network or a tunnel is chosen by people.
  if (front === 'shared' && before.at(-2) === 'pre') return 'password';
  return [last.slice(0, -3), ...before].some((word) => KEY_QUALIFIERS.has(word)) ? 'token' : 'key';
}

/** Words after the credential word that do not change its meaning: `_value`, `_prod`, `_2`. */
function isTail(word: string): boolean {
  return /^(?:\d+|value|val|string|str|raw|plain|prod|production|dev|live|staging|stage|new|old|base|b|v|text|plaintext|unencrypted|clear|main|backup|local|hex|data|bytes|expect|expected|fallback|fallbacks|confirmation|confirm|repeat|again|orig|original|str|sid|iv|default|input)$/.test(
    word,
  );
}
