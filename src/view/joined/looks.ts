import { isPrintableAscii } from '../../ascii.ts';
import { BLANKS, byteClass, type ByteClass, HEX_DIGITS, isHexDigit, isQuote, isTokenCharacter } from '../byte-class.ts';
import { statementOfHolder, statementOfList } from '../columns/sql-heads.ts';
import { isDelta, isDeltaCall, opensPiece } from './delta-looks.ts';
import { mayBeGroups } from './digit-groups.ts';
import { isEscapeRow } from './escape-row.ts';
import type { Found, Look } from './found.ts';
import { blankLength, invisibleLength } from './invisible.ts';

const [LF, CR, BACKSLASH, GT, TICK, EQUALS] = [10, 13, 0x5c, 0x3e, 0x60, 0x3d] as const;
const [DOUBLE, SINGLE, COLON, BANG, QUESTION, COMMA] = [0x22, 0x27, 0x3a, 0x21, 0x3f, 0x2c] as const;

/** What may be between a closing quote and an operator or the next string. */
export const GLUE: ByteClass = byteClass(' \t\r\n+.&|~<\\');
/** Punctuation that may be escaped with a backslash, caret or backtick although it needs no escape. */
export const ESCAPED: ByteClass = byteClass("_-.+=~!$&#@*:;?%^()[]{}<>|,'` ");
export const CARETED: ByteClass = byteClass('&|<>^%!"()');
export const TICKED: ByteClass = byteClass('$"\'`#');
/** First letters of elements that only change the appearance of text. */
export const INLINE: ByteClass = byteClass('abcdefikmnqstuvwABCDEFIKMNQSTUVW!');

/**
 * First letters of the names of these elements, each followed by the possible second ones: pages are full of other elements (`div`, `td`,
 * `li`).
 */
const NAME_STARTS = 'ab bdi co de em fo in kb ma no q samptu tt u va wb';
/** For each first letter, by number, what may follow it in a tag; a name may be a single letter. */
const SECONDS: ByteClass[] = [];
for (const start of NAME_STARTS.split(' ')) {
  SECONDS[start.charCodeAt(0) & 0x1f] = byteClass(`${start.slice(1)}${start.slice(1).toUpperCase()}\t\n\v\f\r \xa0/>`);
}

const OPENS_STRINGS: ByteClass = byteClass('"\'[({an \t\r\n');

/** Last letters of calls that turn a number into a character. */
export const CALL_ENDS: ByteClass = byteClass('rRwWbB$eEtT');

/** Two identical quotes: around a name in CSV, or between two strings. */
const atTwin: Look = (bytes, at, found) => {
  const behind = bytes[at + 2];
  if (behind === COLON) found.doubled.push(at);
  else if (isTokenCharacter(bytes[at - 1]) && isTokenCharacter(behind)) found.quotes.push(at);
};

export const atQuote: Look = (bytes, at, found) => {
  const [before, next] = [bytes[at - 1], bytes[at + 1] ?? 0];
  if (GLUE[next] === 1 && isTokenCharacter(before) && before !== BACKSLASH) found.quotes.push(at);
  if (opensPiece(bytes, at)) found.openings.push(at);
  if (isQuote(next) && next === bytes[at]) atTwin(bytes, at, found);
  if (isSplice(bytes, at) && found.splices.at(-1) !== at) found.splices.push(at);
};

/** `$'`: records the quote. */
export const atDollar: Look = (_, at, found) => {
  found.splices.push(at + 1);
};

/** Whether `'\''`, `'"'"'` or other quotes that touch each other inside a word are at `at`. */
function isSplice(bytes: Buffer, at: number): boolean {
  const [before, first, next, third] = [bytes[at - 1], bytes[at], bytes[at + 1], bytes[at + 2]];
  if (first === SINGLE && next === BACKSLASH && third === SINGLE) return bytes[at + 3] === SINGLE;
  if (!isQuote(next) || next === first) return false;
  const isTurned = third === first && bytes[at + 3] === next;
  if (isTurned && first === SINGLE && bytes[at + 4] === SINGLE) return true;
  return isTokenCharacter(before) && (isTurned || isTokenCharacter(third));
}

/** Whether a mark and the one after it are between token characters, or are base64 padding in a properties file (`\=`). */
function standsInWord(bytes: Buffer, at: number): boolean {
  const [before, mark, next, behind] = [bytes[at - 1], bytes[at], bytes[at + 1], bytes[at + 2]];
  const isWord = isTokenCharacter(before);
  if (isWord && isTokenCharacter(behind)) return true;
  if (mark !== BACKSLASH || next !== EQUALS || !(isWord || before === EQUALS)) return false;
  return behind === BACKSLASH || behind === LF || behind === CR;
}

export const atMark: Look = (bytes, at, found) => {
  const [mark, next] = [bytes[at], bytes[at + 1] ?? 0];
  const escaped = mark === BACKSLASH ? ESCAPED : mark === 0x5e ? CARETED : TICKED;
  if (escaped[next] === 1 && standsInWord(bytes, at)) found.escapes.push(at);
  if (mark === TICK) atQuote(bytes, at, found);
  if (mark === 0x5e && next === 0x5b && bytes[at + 2] === 0x5b) found.terminal.push(at);
};

export const atTag: Look = (bytes, at, found) => {
  const next = bytes[at + 1] ?? 0;
  if (HEX_DIGITS[next] === 1 && mayBeGroups(bytes, at)) found.groups.push(at);
  else atElement(bytes, at, next, found);
};

/** A tag: `next` is the byte after its bracket. */
function atElement(bytes: Buffer, at: number, next: number, found: Found): void {
  const first = next === 0x2f ? (bytes[at + 2] ?? 0) : next;
  if (INLINE[first] !== 1) return;
  if (next === 0x2f && (first | 0x20) === 0x74 && ((bytes[at + 3] ?? 0) | 0x20) === 0x68) found.titles.push(at);
  if (isBreak(bytes, at)) found.breaks.push(at);
  else if (mayBeInline(first, bytes[next === 0x2f ? at + 3 : at + 2])) found.markup.push(at);
}

/** Whether `<br` is at `at`. */
function isBreak(bytes: Buffer, at: number): boolean {
  return ((bytes[at + 1] ?? 0) | 0x20) === 0x62 && ((bytes[at + 2] ?? 0) | 0x20) === 0x72;
}

/** Whether a comment, section or tag that is removed may begin with these two characters. */
function mayBeInline(first: number, second: number | undefined): boolean {
  return first === BANG || SECONDS[first & 0x1f]?.[second ?? 0] === 1;
}

/** `]]>`, or `]` after a type and before a number. */
export const atBracket: Look = (bytes, at, found) => {
  if (bytes[at + 1] !== 0x5d) {
    if (((bytes[at - 1] ?? 0) | 0x20) === 0x72) found.characters.push(at);
  } else if (bytes[at + 2] === GT) found.markup.push(at);
};

/** `chr(65`, `Chr$(65`, `String.fromCharCode(65`: after the last letter of such a name. Otherwise a list of a statement may begin. */
export const atParenthesis: Look = (bytes, at, found) => {
  const next = bytes[at + 1] ?? 0;
  const isNumber = (next >= 0x30 && next <= 0x39) || next === 0x26;
  if (isNumber && CALL_ENDS[bytes[at - 1] ?? 0] === 1) found.characters.push(at);
  else if (isDeltaCall(bytes, at)) found.deltas.push(at);
  else if (isJoiningCall(bytes, at)) found.calls.push(at);
  else if (isAddingCall(bytes, at)) found.additions.push(at);
  else noteStatement(found, statementOfList(bytes, at));
};

/**
 * Last letters of calls that put strings together: `concat`, `join`, `implode`, `format`, `printf`, `concatenate`, `paste0`, `concat!`, and
 * `"…" % (`.
 */
const JOINING_CALLS: ReadonlySet<number> = new Set(
  ['ncat', 'join', 'lode', 'rmat', 'intf', 'nate', 'ste0', '" % ', "' % "].map((end) => Buffer.from(end).readInt32LE()),
);

/** Whether the bracket at `at` belongs to such a call, and a string or list may be its first argument. */
function isJoiningCall(bytes: Buffer, at: number): boolean {
  const end = bytes[at - 1] === 0x21 ? at - 1 : at;
  return (
    end > 4 && JOINING_CALLS.has(bytes.readInt32LE(end - 4) | 0x20202020) && OPENS_STRINGS[bytes[at + 1] ?? 0] === 1
  );
}

const ADDING_CALLS: ReadonlySet<number> = new Set(['pend', 'rite'].map((end) => Buffer.from(end).readInt32LE()));

/** Whether the bracket at `at` is that of `append("` or `write('`. */
function isAddingCall(bytes: Buffer, at: number): boolean {
  const next = bytes[at + 1];
  return isQuote(next) && at > 4 && ADDING_CALLS.has(bytes.readInt32LE(at - 4));
}

function noteStatement({ statements }: Found, start: number): void {
  if (start > (statements.at(-1) ?? -1)) statements.push(start);
}

/** What may precede the braces of a template inside a word. */
export const TEMPLATES: ByteClass = byteClass(`"'$#_-/@ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789`);

/** First letters of the first member of a rich-text node: `type`, `text`, `insert`, `attributes`, `annotations`, `marks`, `plain_text`. */
const NODE_KEYS: ReadonlySet<string> = new Set(['ty', 'te', 'in', 'at', 'an', 'ma', 'pl']);

/** Whether the brace at `at` is that of `${"` or `#{'`, or is between a letter and a quote. */
function isLiteral(bytes: Buffer, at: number): boolean {
  return TEMPLATES[bytes[at - 1] ?? 0] === 1 && isQuote(bytes[at + 1]);
}

/** `},{"text`: records the brace; also `"delta":{`. */
export const atObject: Look = (bytes, at, found) => {
  if (isDelta(bytes, at)) found.deltas.push(at);
  if (isLiteral(bytes, at)) found.literals.push(at);
  let [before, key] = [at - 1, at + 1];
  while (before > at - MOST_BREAK && BLANKS[bytes[before] ?? 0] === 1) before--;
  while (key < at + MOST_BREAK && BLANKS[bytes[key] ?? 0] === 1) key++;
  if (bytes[before] !== COMMA || bytes[key] !== DOUBLE) return;
  if (NODE_KEYS.has(bytes.toString('latin1', key + 1, key + 3))) found.objects.push(at);
};

/**
 * `+= "`, `.= '`, `+="`, `=${P}`, `="$P`, `=%P%`, `= $(P)`: whether the value after the equals sign at `at` may be appended to an earlier
 * one.
 */
function mayAdd(bytes: Buffer, at: number): boolean {
  const behind = bytes[at + 1] === 0x20 ? at + 2 : at + 1;
  const sign = bytes[behind];
  const isQuoted = isQuote(sign);
  if (bytes[at - 1] === 0x2b || bytes[at - 1] === 0x2e) return isQuoted;
  const mark = isQuoted ? behind + 1 : behind;
  const first = bytes[mark + 1] ?? 0;
  return (bytes[mark] === 0x24 || bytes[mark] === 0x25) && (first > 0x40 || first === 0x28);
}

export const atEquals: Look = (bytes, at, found) => {
  const next = bytes[at + 1];
  if (next === QUESTION) found.words.push(at);
  else if (next === LF || next === CR || (next === 0x33 && (bytes[at + 2] === 0x44 || isEscapeRow(bytes, at)))) {
    found.printable.push(at);
    return;
  }
  if (mayAdd(bytes, at)) found.additions.push(at);
  if (next === DOUBLE) return;
  noteStatement(found, statementOfHolder(bytes, at));
};

/** `[0m` and `#033[`: the remains of a control sequence. */
export const atOpening: Look = (bytes, at, found) => {
  const next = bytes[at + 1] ?? 0;
  if (next >= 0x30 && next <= 0x39 && isColour(bytes, at + 1) && !isEscaped(bytes, at)) found.terminal.push(at);
};

/** Whether an escape character precedes `at`, raw or as `\u001b`, `\x1b`, `\033`, `\e`. */
function isEscaped(bytes: Buffer, at: number): boolean {
  for (let before = at - 1; before >= at - 6; before--) {
    if (bytes[before] === 0x1b || bytes[before] === BACKSLASH) return true;
    if (!isHexDigit(bytes[before]) && bytes[before] !== 0x75 && bytes[before] !== 0x78) return false;
  }
  return false;
}

function isColour(bytes: Buffer, from: number): boolean {
  let at = from;
  while (at < from + 12 && (((bytes[at] ?? 0) >= 0x30 && (bytes[at] ?? 0) <= 0x39) || bytes[at] === 0x3b)) at++;
  return bytes[at] === 0x6d || bytes[at] === 0x4b;
}

export const atHash: Look = (bytes, at, found) => {
  if (bytes[at + 1] === 0x30 && bytes[at + 2] === 0x33 && bytes[at + 3] === 0x33) found.terminal.push(at);
};

const APPEND = Buffer.from('ppend(');

/** `").append("`: records the quote before the call, also across a line break. */
function atAppend(bytes: Buffer, at: number, found: Found): void {
  for (let i = 0; i < APPEND.length; i++) if (bytes[at + 2 + i] !== APPEND[i]) return;
  let close = at - 1;
  while (close > at - MOST_BREAK && BLANKS[bytes[close] ?? 0] === 1) close--;
  const quote = close - 1;
  if (bytes[close] !== 0x29 || !isQuote(bytes[quote])) return;
  if (isTokenCharacter(bytes[quote - 1]) && quote > (found.quotes.at(-1) ?? -1)) found.quotes.push(quote);
}

/** Maximum number of blanks and line breaks before a call. */
const MOST_BREAK = 64;

/** `.join(`, `!Join`, `Fn::Join`. */
export const atJoin: Look = (bytes, at, found) => {
  if (bytes[at] === 0x2e && ((bytes[at + 1] ?? 0) | 0x20) === 0x61) return atAppend(bytes, at, found);
  const isCall = bytes[at] === 0x2e ? bytes[at + 1] === 0x6a : bytes[at - 1] === BANG || bytes[at - 1] === COLON;
  if (isCall && bytes[at + 2] === (bytes[at] === 0x2e ? 0x6f : 0x69)) found.joins.push(at);
};

/** `COPY`. */
export const atCopy: Look = (bytes, at, found) => {
  if (bytes[at + 2] === 0x50 && bytes[at + 3] === 0x59) noteStatement(found, at);
};

/** First bytes of invisible characters, and of representations of the escape character (U+009B, U+241B). */
export const atWide: Look = (bytes, at, found) => {
  const [first, second, third] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
  if (isPacked(bytes[at - 1], first, second)) found.packed.push(at - 1);
  if ((first === 0xc2 && second === 0x9b) || (first === 0xe2 && second === 0x90 && third === 0x9b)) {
    found.terminal.push(at);
  } else if (invisibleLength(first, second, third) > 0) found.invisible.push(at);
  else if (blankLength(first, second, third) > 0) found.blanks.push(at);
};

/** Whether a character that may stand for another one has similar ones next to it, judging by their first bytes. */
function isInRow(bytes: Buffer, at: number, length: number): boolean {
  const next = at + length;
  if (length === 3) return bytes[next] === bytes[at] && bytes[next + 3] === bytes[at];
  // Some mathematical alphabets have no digits.
  return bytes[next] === bytes[at] || (bytes[at] === 0xf0 && bytes[next + 1] === 0xf0);
}

/** Whether a character may be a letter of another form, judging by its first two bytes: mathematical, tag, full-width, selector. */
function mayBeForm(first: number, second: number): boolean {
  if (first === 0xf0) return second === 0x9d;
  return first === 0xf3 ? second === 0xa0 : first === 0xef && second >= 0xb8 && second !== 0xbb;
}

/** First bytes of full-width and mathematical characters, tags, selectors and combining strokes. */
export const atForm: Look = (bytes, at, found) => {
  const [first, second] = [bytes[at] ?? 0, bytes[at + 1] ?? 0];
  const length = first >= 0xf0 ? 4 : 3;
  if (!mayBeForm(first, second)) {
    if (first === 0xcc || second === 0xbb) noteInvisible(bytes, at, found);
  } else if (isInRow(bytes, at, length)) {
    if (bytes[at - length] !== first) found.folded.push(at);
    // Selectors follow most pictographs; only inside a word do they hide something.
  } else if (isTokenCharacter(bytes[at - 1]) && isTokenCharacter(bytes[at + length])) noteInvisible(bytes, at, found);
};

function noteInvisible(bytes: Buffer, at: number, { invisible }: Found): void {
  if (invisibleLength(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0) > 0) invisible.push(at);
}

/** Whether these are the first two bytes of gzip (`1f 8b`) or zlib data (`78 9c`, `78 da`), the second as a UTF-8 character. */
function isPacked(before: number | undefined, first: number, second: number): boolean {
  if (before === 0x1f) return first === 0xc2 && second === 0x8b;
  return before === 0x78 && ((first === 0xc2 && second === 0x9c) || (first === 0xc3 && second === 0x9a));
}

/** What may follow an escape character in text: control sequences and strings, character sets, modes. */
const ESCAPE_KINDS: ByteClass = byteClass('[]()*+#%PX^_=>78cDEHMNOZ\x1b');

/** An escape character or a backspace in text; in binary data they have no meaning. */
export const atControl: Look = (bytes, at, found) => {
  const [before, next] = [bytes[at - 1], bytes[at + 1]];
  const isTaken =
    (isPrintableAscii(before) || before === 0x08) && (isPrintableAscii(next) || next === 0x08 || next === 0x1b);
  if (bytes[at] === 0x1b ? ESCAPE_KINDS[next ?? 0] === 1 : isTaken) found.terminal.push(at);
};
