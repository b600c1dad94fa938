import { isChosenWord } from '../chosen.ts';
import { isMixed } from '../wordlike.ts';
import type { Anchored } from './anchors.ts';
import { locate } from './locate.ts';
import { mentionedBehind } from './mentioned.ts';
import { isSetBehind, LONGEST_CALL } from './methods.ts';
import { readValue, type ValueSpan } from './value.ts';

/** Words for a password that contain a blank or letters beyond ASCII, as their UTF-8 bytes. */
const WORDS = [
  'mot de passe',
  'contraseña',
  'hasło',
  'lösenord',
  'lösenordet',
  'mật khẩu',
  'şifre',
  'şifreniz',
  'şifresi',
  'Şifresi',
  'Şifre',
  'Şifreniz',
  'пароль',
  'Пароль',
  'ПАРОЛЬ',
  '密码',
  '密碼',
  '口令',
  'パスワード',
  '비밀번호',
  '암호',
  '暗証番号',
  'पासवर्ड',
  'পাসওয়ার্ড',
  'கடவுச்சொல்',
  'лозинка',
  'Лозинка',
  'رمز عبور',
  'contrasenya',
  'contrasinal',
  'slaptažodis',
  'parool',
  'lykilorð',
  'pasahitza',
  'kata laluan',
  'clave secreta',
  'clave',
  'parola',
  'parolası',
  'parolanız',
  "parola d'ordine",
  'jelszó',
  'kata sandi',
  'κωδικός',
  'парола',
  'Парола',
  'Κωδικός',
  'סיסמה',
  'كلمة المرور',
  'كلمة السر',
  'รหัสผ่าน',
];
/** Words for a key of a program or of a network. */
const KEYS = [
  'schlüssel',
  'clé api',
  "clé d'api",
  'chave api',
  'chave de api',
  'chave da api',
  'chiave api',
  'chiave segreta',
  'chave secreta',
  'clé secrète',
  'klucz api',
  'api anahtarı',
  'ключ api',
  'Ключ api',
  'api-ключ',
  'секрет',
  'Секрет',
  '密钥',
];
/** Between the word and the value: `=`, a colon of either width, a verb or a particle, and the marks of bold text. */
const LEADS = ['：', '＝', '是', '为', '為', 'は', '는', '은', 'είναι', 'је', 'е'];

const bytes = (text: string): string => Buffer.from(text).toString('latin1');

/** In names of settings, an underscore replaces the blank. */
const NAME = `(?:${[...WORDS.map((word) => bytes(word).replaceAll(' ', '[ _]')), ...KEYS.map(bytes)].join('|')})`;
/** In a sentence without a verb. */
const DASHES = '\u00e2\u0080[\u0093\u0094]';
/** Non-breaking blanks: French has one before a colon. */
const NARROW = '(?:\u00c2\u00a0|\u00e2\u0080\u00af)';
const LEAD = new RegExp(
  String.raw`${NAME}["'\x60*)\]]{0,3}(?:[ \t](?:temporal|provisional|inicial|nueva|actual|temporaire|provisoire|initial|actuel|temporanea|iniziale|tymczasowe|nowe)(?=[ \t]{0,2}:))?(?:(?:[ \t](?:d[aeou]s?|del|de la|du|des|para|pour|do|na|f\xc3\xb6r|till|p\xc3\xa5|per|di|${['от', 'для', 'к', 'на', 'за'].map(bytes).join('|')})(?:[ \t][\w.@\x80-\xff-]{1,24}){1,4}?|[ \t][\w.-]{2,24}(?=[ \t](?:est|es)[ \t]))(?=[ \t](?:est|es|to|\xc3\xa9|\xc3\xa8|jest|\xc3\xa4r|${DASHES})[ \t]|[ \t]?[:=]))?(?:[ \t]{0,4}|${NARROW})(?<operator>:\*\*|=>|[:=]|(?:est|es|jest|ist|lautet|to|este)\b(?:[ \t](?:le suivant|la suivante|la siguiente|el siguiente|wie folgt|as follows)\b)?(?:(?:[ \t]|${NARROW})?:)?|(?=\xc2\xab)|${DASHES}|\xc3\xa8|\xc3\xa9|\xc3\xa4r|${LEADS.map(bytes).join('|')})[ \t]{0,4}(?:\xc2\xab(?:\xc2\xa0|[ ])?|\xe3\x80\x8c)?`,
  'iy',
);
const ASCII = /^[\x21-\x7e]+/;

/** The value after a word for password in another language; the text is latin1, one character for each byte. */
export function foreignAt(text: string, at: number): Anchored | undefined {
  if (isOtherAnchor(text, at)) return undefined;
  LEAD.lastIndex = at;
  const { operator: lead } = LEAD.exec(text)?.groups ?? {};
  if (lead === undefined) return member(text, at) ?? mentioned(text, at);
  const value = cutToAscii(text, readValue(text, LEAD.lastIndex));
  if (value === undefined) return undefined;
  const operator = /^[:=]/.test(lead) ? ':' : 'is';
  return { ...value, syntax: operator === ':' ? 'assignment' : 'prose', name: 'password', operator, ...PLAIN };
}

const WORD = new RegExp(NAME, 'iy');
const MEMBERS = new Set(['pair', 'element']);

/** The value of a member that has the word for its name, as for any other name. */
function member(text: string, at: number): Anchored | undefined {
  WORD.lastIndex = at;
  if (!WORD.test(text)) return undefined;
  const found = locate(text, at, WORD.lastIndex);
  if (found === undefined) return undefined;
  const isSet = found.syntax === 'argument' && isSetBehind(text.slice(Math.max(0, at - LONGEST_CALL), at));
  const value = isSet || MEMBERS.has(found.syntax) ? cutToAscii(text, found) : undefined;
  return value && { ...found, ...value, name: 'password' };
}

/** In letters and digits that do not read as words, for a value that follows the word directly. */
const LEAST_RANDOM = 8;

/** A value that is not a word, directly after the name or further on in the sentence. */
function mentioned(text: string, at: number): Anchored | undefined {
  WORD.lastIndex = at;
  if (!WORD.test(text)) return undefined;
  const end = WORD.lastIndex;
  const next = text[end] === ' ' ? cutToAscii(text, readValue(text, end + 1)) : undefined;
  if (next !== undefined && isNoWord(text.slice(next.start, next.end)))
    return { ...next, syntax: 'prose', name: 'password', operator: '', isMentioned: true, ...PLAIN };
  const value = mentionedBehind(text, end);
  return value && { ...value, name: 'password' };
}

/** Whether such a text is never a word in a sentence. */
function isNoWord(text: string): boolean {
  return isMixed(text, LEAST_RANDOM) || isChosenWord(text);
}

const PLAIN = { wrapped: false, closed: false } as const;

/** Words of the sentence may follow a bare value without a blank. A value is never a word, nor a quotation in another script. */
function cutToAscii(text: string, value: ValueSpan | undefined): ValueSpan | undefined {
  if (value === undefined) return undefined;
  const { quote, start } = value;
  const [ascii = ''] = ASCII.exec(text.slice(start, value.end)) ?? [];
  const end = start + ascii.length;
  const isWord = quote === '' ? /^[A-Za-z_]*[.,;:!?]?$/.test(ascii) : end !== value.end;
  return isWord ? undefined : { start, end, quote };
}

/** `cred`, `key` and `pass` begin with the same letters. */
function isOtherAnchor(text: string, at: number): boolean {
  const [first, second, third] = [0, 1, 2].map((behind) => text.charCodeAt(at + behind) | 0x20);
  if (first === 0x70) return second !== 0x61 || third === 0x73;
  return second === 0x72 || (first === 0x6b && second === 0x65);
}
