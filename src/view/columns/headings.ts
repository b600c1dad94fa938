/** Longest heading of a column, in bytes. */
const LONGEST = 48;
/** Words before `key` in headings of secrets: keys of rows, tables and caches do not count. */
const KEY_OF =
  'access|account|admin|app|auth|client|crypt|decryption|encrypt(?:ion)?|hmac|ingest(?:ion)?|jwt|licen[cs]e|master|openai|private|product|recovery|sdk|server|service|session|shared|signature|signing|stripe|subscription|webhook|write';
/** Non-ASCII words for password. */
const FOREIGN = [
  'пароль',
  'Пароль',
  '密码',
  '密碼',
  'パスワード',
  '비밀번호',
  'hasło',
  'şifre',
  'schlüssel',
  'lösenord',
]
  .map((word) => Buffer.from(word).toString('latin1'))
  .join('|');
/** Headings of secrets: column names, titles of tables, in the languages of the generic rule. */
const CREDENTIAL = new RegExp(
  String.raw`pass(?:word|wort|wd|phrase|code|$)|pwd|passe|secret|token|credential|creds?$|api[ _.-]?key|(?:${KEY_OF})[ _.-]?key|(?:recovery|backup|access|unlock|activation)[ _.-]?code|contrase|senha|wachtwoord|kennwort|haslo|heslo|passord|losenord|adgangskode|kodeord|salasana|lozinka|sifre|psk$|pw$|^mdp|kata[ _]sandi|mat[ _]khau|(?:clave|chave|cle)[ _](?:api|secret)|${FOREIGN}`,
  'i',
);
const PLAIN = /^[\w .:/()#\x80-\xff-]+$/;

/** Whether a heading says that there are secrets below it. `text` is Latin-1. */
export function isCredentialHeading(text: string): boolean {
  return text.length <= LONGEST && CREDENTIAL.test(text) && PLAIN.test(text);
}

/** Whether a text may be the heading of a column: a name or a few words, not a value and not part of a list in brackets. */
export function isHeading(text: string): boolean {
  if (text.length === 0 || text.length > LONGEST || text.includes('(') !== text.includes(')')) return false;
  return /[A-Za-z]/.test(text) && PLAIN.test(text);
}
