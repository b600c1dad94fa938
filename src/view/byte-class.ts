/** A set of byte values: 1 for each member. */
export type ByteClass = Readonly<Uint8Array>;

/** The class of the given characters. */
export function byteClass(characters: string): ByteClass {
  const table = new Uint8Array(256);
  for (const byte of Buffer.from(characters, 'latin1')) table[byte] = 1;
  return table;
}

const DIGITS = '0123456789';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const ALPHABET = LETTERS.toUpperCase() + LETTERS + DIGITS;

/** Base64 digits in the order of their values (RFC 4648, section 4). */
export const BASE64_ALPHABET: string = `${ALPHABET}+/`;

/** Base64 digits of both alphabets (RFC 4648, sections 4 and 5). */
export const BASE64_DIGITS: ByteClass = byteClass(`${BASE64_ALPHABET}-_`);
/** Hexadecimal digits of either case. */
export const HEX_DIGITS: ByteClass = byteClass(`${DIGITS}abcdefABCDEF`);
/** Characters found in tokens and encoded values. */
export const TOKEN_CHARACTERS: ByteClass = byteClass(`${BASE64_ALPHABET}-_=.~%&;#\\:!$*@`);

/** Blanks and line breaks. */
export const BLANKS: ByteClass = byteClass(' \t\r\n');

/** Value of each base64 digit, 255 for other bytes. */
export const BASE64_VALUES: Readonly<Uint8Array> = base64Values();

function base64Values(): Uint8Array {
  const values = new Uint8Array(256).fill(255);
  Buffer.from(BASE64_ALPHABET).forEach((byte, value) => (values[byte] = value));
  values[0x2d] = 62;
  values[0x5f] = 63;
  return values;
}

/** Value of each hexadecimal digit, 255 for other bytes. */
export const HEX_VALUES: Readonly<Uint8Array> = hexValues();

function hexValues(): Uint8Array {
  const values = new Uint8Array(256).fill(255);
  for (const digits of [`${DIGITS}abcdef`, `${DIGITS}ABCDEF`])
    Buffer.from(digits).forEach((byte, value) => (values[byte] = value));
  return values;
}

/** Value of each base32 digit (RFC 4648, section 6) in either case, 255 for other bytes. */
export const BASE32_VALUES: Readonly<Uint8Array> = base32Values();

function base32Values(): Uint8Array {
  const values = new Uint8Array(256).fill(255);
  for (const letters of [LETTERS, LETTERS.toUpperCase()])
    Buffer.from(`${letters}234567`).forEach((byte, value) => (values[byte] = value));
  return values;
}

/** Value of a hexadecimal digit's byte, -1 for other bytes. */
export function hexValue(byte: number | undefined): number {
  const value = HEX_VALUES[byte ?? 0] ?? 255;
  return value === 255 ? -1 : value;
}

/** The value of the `count` hexadecimal digits at `at`; -1 unless all of them are there. */
export function hexNumber(bytes: Buffer, at: number, count: number, end: number): number {
  if (at + count > end) return -1;
  let value = 0;
  for (let i = 0; i < count; i++) {
    const digit = hexValue(bytes[at + i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/** Marks the last two digits of an alphabet: 1 for standard base64, 2 for URL-safe base64. */
export const ALPHABET_MARKS: Readonly<Uint8Array> = alphabetMarks();

function alphabetMarks(): Uint8Array {
  const marks = new Uint8Array(256);
  for (const character of '+/') marks[character.charCodeAt(0)] = 1;
  for (const character of '-_') marks[character.charCodeAt(0)] = 2;
  return marks;
}

/** Whether a byte is a base64 digit of either alphabet. */
export function isBase64Digit(byte: number | undefined): boolean {
  return byte !== undefined && BASE64_DIGITS[byte] === 1;
}

/** Whether a byte is a hexadecimal digit of either case. */
export function isHexDigit(byte: number | undefined): boolean {
  return byte !== undefined && HEX_DIGITS[byte] === 1;
}

/** Number of consecutive hexadecimal digits from `at` on, before `end`. */
export function hexDigitsFrom(bytes: Buffer, at: number, end: number): number {
  let behind = at;
  while (behind < end && isHexDigit(bytes[behind])) behind++;
  return behind - at;
}

/** Whether a byte is a character found in tokens and encoded values. */
export function isTokenCharacter(byte: number | undefined): boolean {
  return byte !== undefined && TOKEN_CHARACTERS[byte] === 1;
}

/** Whether a byte is a blank, a tab or part of a line break. */
export function isBlank(byte: number | undefined): boolean {
  return BLANKS[byte ?? 0] === 1;
}

/** Whether a byte is a quotation mark, `"` or `'`. */
export function isQuote(byte: number | undefined): boolean {
  return byte === 0x22 || byte === 0x27;
}

/** Position after the blanks and line breaks that start at `from`, at most `most` of them. */
export function behindBlanks(bytes: Buffer, from: number, most: number): number {
  let at = from;
  while (at < from + most && BLANKS[bytes[at] ?? 0] === 1) at++;
  return at;
}
