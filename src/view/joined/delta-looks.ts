import { behindBlanks, BLANKS, byteClass, isQuote, isTokenCharacter } from '../byte-class.ts';

const [COLON, SPACE, COMMA, OPEN] = [0x3a, 0x20, 0x2c, 0x5b] as const;
const [BACKSLASH, BYTES] = [0x5c, 0x62] as const;
/** Maximum number of blanks and line breaks before a member, and of characters in a name and in its value. */
const [MOST_BLANKS, MOST_KEY, MOST_VALUE] = [40, 16, 48] as const;

const word = (letters: string): number => Buffer.from(letters).readInt32LE();
/** Last four letters of the names of objects that hold the next piece of a text: `delta`, `token`. */
const NAMES: ReadonlySet<number> = new Set(['elta', 'oken'].map(word));
/**
 * Last four letters of the value of such an object's first member: `text_delta`, `agent_message_chunk`, `on_chat_model_stream`,
 * `TEXT_MESSAGE_CONTENT`.
 */
const VALUES: ReadonlySet<number> = new Set(['elta', 'hunk', 'ream', 'TENT'].map(word));
const PARTS = word('arts');
/** First two letters of the name of that member: `type`, `event`, `kind`, `sessionUpdate`, `model`; then the same for message parts. */
const KEYS: ReadonlySet<string> = new Set(['ty', 'ev', 'ki', 'se', 'mo']);
const PART_KEYS: ReadonlySet<string> = new Set(['te', 'ty', 'ki']);
/** Names of such objects as Python prints them. */
const CALL = /(?:Delta|DeltaEvent|MessageChunk)\($/;

/** The four bytes before `end` as a number. */
function wordBefore(bytes: Buffer, end: number): number {
  return end < 4 || end > bytes.length ? 0 : bytes.readInt32LE(end - 4);
}

/** Position of the next quote at or after `from`; `from + most` if there is none before that. */
function quoteFrom(bytes: Buffer, from: number, most: number): number {
  let at = from;
  while (at < from + most && !isQuote(bytes[at])) at++;
  return at;
}

/** End of the name whose colon and optional blank precede `at`; -1 if there is none. */
function nameEnd(bytes: Buffer, at: number): number {
  const end = bytes[at - 1] === SPACE ? at - 1 : at;
  if (bytes[end - 1] !== COLON) return -1;
  return isQuote(bytes[end - 2]) ? end - 2 : end - 1;
}

/** Whether `"parts":[` precedes `at`. */
function followsParts(bytes: Buffer, at: number): boolean {
  let end = at;
  while (end > at - MOST_BLANKS && BLANKS[bytes[end - 1] ?? 0] === 1) end--;
  return bytes[end - 1] === OPEN && wordBefore(bytes, nameEnd(bytes, end - 1)) === PARTS;
}

/** Position of the quote of the value of the member whose name begins at `key`; -1 if it is not a string. */
function valueAt(bytes: Buffer, key: number): number {
  const colon = quoteFrom(bytes, key, MOST_KEY) + 1;
  if (bytes[colon] !== COLON) return -1;
  const quote = bytes[colon + 1] === SPACE ? colon + 2 : colon + 1;
  return isQuote(bytes[quote]) ? quote : -1;
}

/** Whether the object at `at` holds the next piece of a text, judging by its name or its first member. */
export function isDelta(bytes: Buffer, at: number): boolean {
  if (NAMES.has(wordBefore(bytes, nameEnd(bytes, at)))) return true;
  const key = behindBlanks(bytes, at + 1, MOST_BLANKS);
  if (!isQuote(bytes[key])) return false;
  const name = bytes.toString('latin1', key + 1, key + 3);
  if (PART_KEYS.has(name) && followsParts(bytes, at)) return true;
  const value = KEYS.has(name) ? valueAt(bytes, key + 1) : -1;
  if (value < 0) return false;
  const end = quoteFrom(bytes, value + 1, MOST_VALUE - 1);
  return name === 'mo' ? isTimed(bytes, end) : VALUES.has(wordBefore(bytes, end));
}

/** Whether `,"created_at"` follows, which Ollama writes after the model. */
function isTimed(bytes: Buffer, end: number): boolean {
  const key = behindBlanks(bytes, end + 2, MOST_BLANKS);
  return bytes[end + 1] === COMMA && isQuote(bytes[key]) && bytes[key + 1] === 0x63 && bytes[key + 2] === 0x72;
}

/** Whether the bracket at `at` belongs to an object that holds the next piece of a text, as Python prints it: `ChoiceDelta(`. */
export function isDeltaCall(bytes: Buffer, at: number): boolean {
  const last = bytes[at - 1];
  return (last === 0x61 || last === 0x6b || last === 0x74) && CALL.test(bytes.toString('latin1', at - 12, at + 1));
}

/** What precedes the value of a member, or a list; the last character of a word before a value. */
const OPENERS = byteClass(':=,[');
const WORD_ENDS = byteClass('[]{}ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
const MOST_INDENT = 32;

/** Whether the quoted text at `at` begins with a blank and a word, is a blank, or begins with an escaped line break. */
function beginsBetween(bytes: Buffer, at: number): boolean {
  const [next, third] = [bytes[at + 1], bytes[at + 2]];
  if (next === SPACE) return third === bytes[at] || isTokenCharacter(third);
  return next === BACKSLASH && (third === 0x6e || third === 0x72);
}

/**
 * Whether the quote at `at` opens a string that begins like the next piece of a text: the value of a member, an item of a list or a string
 * after a word.
 */
export function opensPiece(bytes: Buffer, at: number): boolean {
  if (!beginsBetween(bytes, at)) return false;
  const last = bytes[at - 1] === BYTES ? at - 2 : at - 1;
  let before = last;
  while (before > at - MOST_INDENT && BLANKS[bytes[before] ?? 0] === 1) before--;
  const opener = bytes[before] ?? 0;
  return OPENERS[opener] === 1 || (before === last - 1 && bytes[last] === SPACE && WORD_ENDS[opener] === 1);
}
