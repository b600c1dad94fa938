import { behindBlanks, BLANKS, byteClass, isQuote, isTokenCharacter } from '../byte-class.ts';

const [COLON, SPACE, COMMA, OPEN] = [0x3a, 0x20, 0x2c, 0x5b] as const;
const [BACKSLASH, BYTES] = [0x5c, 0x62] as const;
/** Most blanks and line breaks in front of a member, most characters of a name, and of its value. */
const [MOST_BLANKS, MOST_KEY, MOST_VALUE] = [40, 16, 48] as const;

const word = (letters: string): number => Buffer.from(letters).readInt32LE();
/** Four letters that the names end with which an object with the next piece of a text has: `delta`, `token`. */
const NAMES: ReadonlySet<number> = new Set(['elta', 'oken'].map(word));
/** That the values of its first member end with: `text_delta`, `agent_message_chunk`, `on_chat_model_stream`, `TEXT_MESSAGE_CONTENT`. */
const VALUES: ReadonlySet<number> = new Set(['elta', 'hunk', 'ream', 'TENT'].map(word));
const PARTS = word('arts');
/** First two letters of the names of such members: `type`, `event`, `kind`, `sessionUpdate`, `model`; of those that parts of a message begin with. */
const KEYS: ReadonlySet<string> = new Set(['ty', 'ev', 'ki', 'se', 'mo']);
const PART_KEYS: ReadonlySet<string> = new Set(['te', 'ty', 'ki']);
/** Names of the objects that Python prints of them. */
const CALL = /(?:Delta|DeltaEvent|MessageChunk)\($/;

/** The four bytes in front of `end` as a number. */
function wordBefore(bytes: Buffer, end: number): number {
  return end < 4 || end > bytes.length ? 0 : bytes.readInt32LE(end - 4);
}

/** The place of the next quote at or behind `from`, or where it is no more looked for. */
function quoteFrom(bytes: Buffer, from: number, most: number): number {
  let at = from;
  while (at < from + most && !isQuote(bytes[at])) at++;
  return at;
}

/** Behind a colon and a blank in front of `at`; -1 where none is there. */
function nameEnd(bytes: Buffer, at: number): number {
  const end = bytes[at - 1] === SPACE ? at - 1 : at;
  if (bytes[end - 1] !== COLON) return -1;
  return isQuote(bytes[end - 2]) ? end - 2 : end - 1;
}

/** `"parts":[` in front of `at`. */
function followsParts(bytes: Buffer, at: number): boolean {
  let end = at;
  while (end > at - MOST_BLANKS && BLANKS[bytes[end - 1] ?? 0] === 1) end--;
  return bytes[end - 1] === OPEN && wordBefore(bytes, nameEnd(bytes, end - 1)) === PARTS;
}

/** Where the value of the member begins whose name begins at `key`: at its quote; -1 where it is no string. */
function valueAt(bytes: Buffer, key: number): number {
  const colon = quoteFrom(bytes, key, MOST_KEY) + 1;
  if (bytes[colon] !== COLON) return -1;
  const quote = bytes[colon + 1] === SPACE ? colon + 2 : colon + 1;
  return isQuote(bytes[quote]) ? quote : -1;
}

/** Whether the object at `at` says by its name or its first member that it holds the next piece of a text. */
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

/** `,"created_at"`: what Ollama gives behind the model. */
function isTimed(bytes: Buffer, end: number): boolean {
  const key = behindBlanks(bytes, end + 2, MOST_BLANKS);
  return bytes[end + 1] === COMMA && isQuote(bytes[key]) && bytes[key + 1] === 0x63 && bytes[key + 2] === 0x72;
}

/** Whether the bracket at `at` opens what Python prints of an object that holds the next piece of a text: `ChoiceDelta(`. */
export function isDeltaCall(bytes: Buffer, at: number): boolean {
  const last = bytes[at - 1];
  return (last === 0x61 || last === 0x6b || last === 0x74) && CALL.test(bytes.toString('latin1', at - 12, at + 1));
}

/** What stands in front of the value of a member, or of a list; what a word in front of a value ends with. */
const OPENERS = byteClass(':=,[');
const WORD_ENDS = byteClass('[]{}ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
const MOST_INDENT = 32;

/** Whether what is quoted from `at` on begins with a blank and a word, is a blank, or begins with an escaped line break. */
function beginsBetween(bytes: Buffer, at: number): boolean {
  const [next, third] = [bytes[at + 1], bytes[at + 2]];
  if (next === SPACE) return third === bytes[at] || isTokenCharacter(third);
  return next === BACKSLASH && (third === 0x6e || third === 0x72);
}

/** Whether the quote at `at` opens a string that begins as the next piece of a text does, as the value of a member, in a list or behind a word. */
export function opensPiece(bytes: Buffer, at: number): boolean {
  if (!beginsBetween(bytes, at)) return false;
  const last = bytes[at - 1] === BYTES ? at - 2 : at - 1;
  let before = last;
  while (before > at - MOST_INDENT && BLANKS[bytes[before] ?? 0] === 1) before--;
  const opener = bytes[before] ?? 0;
  return OPENERS[opener] === 1 || (before === last - 1 && bytes[last] === SPACE && WORD_ENDS[opener] === 1);
}
