// Finds pairs of bytes with which something may begin: the first is one of a few, the second one that may follow it. Frequent pairs are
// dropped if their surroundings show that nothing begins there. `../place-finder.ts` lays out the memory; `src/view` defines what to search
// for and decides on each result.

/** Nibble masks of a set that contains every first byte: low halves, then high halves. */
const MASKS: usize = 1024;
/** For each byte the check for pairs that begin with it, 0 for none. */
const CHECKS: usize = 1280;
/** For each byte a word: the pairs of which it is the first byte (low half), and the second (high half). */
const BITS: usize = 2048;
/** For each byte a word: the sets that contain it. */
const SETS: usize = 3072;
/** Offsets of the results. */
const OUT: usize = 4096;
/** Bytes of the text present before and after the searched range. */
const AROUND: usize = 160;
const INPUT: usize = OUT + 4 * 65536 + AROUND;

// Sets, in the order of `PlaceSets`.
const HEX: u32 = 1, TOKEN: u32 = 2, GLUE: u32 = 4, STYLE: u32 = 8, RULE: u32 = 16, ESCAPED: u32 = 32, CARETED: u32 = 64;
const TICKED: u32 = 128, BETWEEN: u32 = 256, PREFIX: u32 = 512, QUOTE: u32 = 1024, CALL_END: u32 = 2048, TEMPLATE: u32 = 4096;

// Checks, in the order of `PLACE_CHECKS`.
const LINE_BREAK: u32 = 1, A_QUOTE: u32 = 2, MARK: u32 = 3, BRACKET: u32 = 4, NUMBER: u32 = 5, CALL: u32 = 6, STATEMENT: u32 = 7;
const PARENTHESIS: u32 = 8, OBJECT: u32 = 9, HOLDER: u32 = 10;

const TAB: u32 = 9, CR: u32 = 13, SPACE: u32 = 0x20, DOUBLE: u32 = 0x22, HASH: u32 = 0x23;
const DOLLAR: u32 = 0x24, PERCENT: u32 = 0x25, AMPERSAND: u32 = 0x26, AT: u32 = 0x40;
const SINGLE: u32 = 0x27, COMMA: u32 = 0x2c, CLOSE: u32 = 0x5d, DASH: u32 = 0x2d, DOT: u32 = 0x2e, ZERO: u32 = 0x30, COLON: u32 = 0x3a, LT: u32 = 0x3c, EQUALS: u32 = 0x3d;
const OPEN: u32 = 0x28, OPEN_LIST: u32 = 0x5b, QUESTION: u32 = 0x3f, GT: u32 = 0x3e, BACKSLASH: u32 = 0x5c, CARET: u32 = 0x5e, TICK: u32 = 0x60, PIPE: u32 = 0x7c;

const MOST_INDENT: usize = 16;
const MOST_BETWEEN: usize = 80;
/** Longest table name that is skipped. */
const MOST_NAME: usize = 72;

/** Start of the current line; 0 if it is not in memory. */
let line: usize = 0;

// @ts-ignore: decorator
@inline
function byte(at: usize): u32 {
  return <u32>load<u8>(at);
}

// @ts-ignore: decorator
@inline
function isIn(at: usize, sets: u32): bool {
  return (load<u32>(SETS + (<usize>load<u8>(at) << 2)) & sets) != 0;
}

/** Searches `length` bytes, surrounded by more of the text, or by a line break and zeros. Returns the number of results. */
export function scan(length: usize): u32 {
  const end = INPUT + length;
  let count: usize = 0;
  const low = v128.load(MASKS), high = v128.load(MASKS, 16);
  line = 0;
  for (let at = INPUT; at < end; at += 16) {
    const text = v128.load(at);
    const found = v128.and(
      i8x16.swizzle(low, v128.and(text, i8x16.splat(15))),
      i8x16.swizzle(high, i8x16.shr_u(text, 4)),
    );
    let bits = <u32>i8x16.bitmask(i8x16.eq(found, i8x16.splat(0))) ^ 0xffff;
    if (end - at < 16) bits &= (1 << <u32>(end - at)) - 1;
    while (bits != 0) {
      const place = at + <usize>ctz(bits);
      bits &= bits - 1;
      const first = load<u32>(BITS + (<usize>load<u8>(place) << 2));
      const second = load<u32>(BITS + (<usize>load<u8>(place, 1) << 2));
      if ((first & (second >>> 16)) == 0 || !passes(place)) continue;
      store<u32>(OUT + (count << 2), <u32>(place - INPUT));
      count++;
    }
  }
  return <u32>count;
}

// @ts-ignore: decorator
@inline
function passes(at: usize): bool {
  const check = <u32>load<u8>(CHECKS + <usize>load<u8>(at));
  if (check == 0) return true;
  if (check == LINE_BREAK) return passesBreak(at);
  if (check == A_QUOTE) return passesQuote(at);
  return check == MARK ? passesMark(at) : passesOther(check, at);
}

/** Whether a line break may follow the header of a block scalar, or precede a line that needs a closer look. */
function passesBreak(at: usize): bool {
  const before = line;
  line = at + 1;
  return mayEndHead(at) || mayBeginRow(line, before);
}

function mayEndHead(newline: usize): bool {
  let end = newline;
  while (end > newline - MOST_INDENT && (byte(end - 1) == CR || byte(end - 1) == SPACE)) end--;
  if (end == newline - MOST_INDENT) return true;
  if (!isIn(end - 1, STYLE)) return false;
  for (let at = end - 1; at >= end - 3; at--) {
    if (byte(at) == PIPE || byte(at) == GT) return byte(at - 1) == SPACE;
  }
  return false;
}

// @ts-ignore: decorator
@inline
function isSpaceOrTab(at: usize): bool {
  return byte(at) == SPACE || byte(at) == TAB;
}

function blanks(at: usize): usize {
  let end = at;
  while (end < at + MOST_INDENT && isSpaceOrTab(end)) end++;
  return end - at;
}

/** Whether the line at `start` may separate titles from rows, or be one of a dump or a table. */
function mayBeginRow(start: usize, before: usize): bool {
  if (isEvent(start)) return true;
  const first = start + blanks(start);
  if (byte(first) == PIPE) return true;
  if (isIn(first, RULE) && isRule(first)) return true;
  if (isRemark(first)) return true;
  if (first - start == 3 && blanks(first + 1) == 3) return true;
  if (!isIn(first, HEX) || (before != 0 && isSameNumber(before, start))) return false;
  return isAddress(first) || (first > start && isPair(first) && isPair(first + 2 + blanks(first + 2)));
}

/** `value` after a comment mark. */
function isRemark(start: usize): bool {
  const mark = byte(start);
  if (!isRemarkSign(mark) || mark == DOUBLE || mark == LT || (mark == DASH && byte(start + 1) != DASH)) return false;
  let at = start + 1;
  while (at < start + MOST_INDENT && (isSpaceOrTab(at) || isRemarkSign(byte(at)))) at++;
  return (load<u32>(at) | 0x20202020) == 0x756c6176;
}

// @ts-ignore: decorator
@inline
function isRemarkSign(sign: u32): bool {
  if (sign == HASH || sign == DASH || sign == 0x2f || sign == 0x2a) return true;
  return sign == 0x3b || sign == PERCENT || sign == 0x21 || sign == DOUBLE || sign == LT;
}

/** `data:` */
// @ts-ignore: decorator
@inline
function isEvent(at: usize): bool {
  return byte(at) == 0x64 && byte(at + 4) == COLON && byte(at + 1) == 0x61;
}

function isRule(at: usize): bool {
  if (byte(at) == 0xe2) return true;
  let from = at + 1;
  while (from < at + 4 && (byte(from) == SPACE || byte(from) == COLON)) from++;
  const first = byte(from), second = byte(from + 1);
  if (first != DASH && first != EQUALS) return false;
  return second == first || (second == SPACE && byte(at) == first);
}

/** Whether two lines begin with the same digits, as log lines do. */
function isSameNumber(first: usize, second: usize): bool {
  let i: usize = 0;
  while (i < MOST_INDENT && byte(first + i) == byte(second + i) && isIn(first + i, HEX)) i++;
  return i > 0 && !isIn(first + i, HEX) && !isIn(second + i, HEX);
}

// @ts-ignore: decorator
@inline
function isPair(at: usize): bool {
  return isIn(at, HEX) && isIn(at + 1, HEX);
}

function isAddress(at: usize): bool {
  const start = byte(at + 1) == 0x78 ? at + 2 : at;
  let end = start;
  while (end < start + 18 && (isIn(end, HEX) || byte(end) == TICK)) end++;
  if (end < start + 3) return false;
  if (byte(end) == SPACE && byte(end + 1) == LT) return start > at;
  let next = end;
  if (byte(end) == COLON || byte(end) == PIPE) next = end + 1;
  else if (byte(end) == SPACE && byte(end + 1) == DASH) next = end + 2;
  const width = blanks(next);
  return width > 0 && (isNumber(next + width) || (width == 3 && end >= start + 6));
}

function isNumber(at: usize): bool {
  const first = byte(at);
  if (isIn(at + 1, HEX)) return isIn(at, HEX) || first == DASH;
  return first == ZERO && byte(at + 1) == 0x78;
}

/** Whether a string that ends at a quote may be joined to another one, or a word may continue in other quotes. */
function passesQuote(at: usize): bool {
  const quote = byte(at), next = byte(at + 1), third = byte(at + 2);
  const isToken = isIn(at - 1, TOKEN);
  if (isToken && isIn(at + 1, GLUE) && byte(at - 1) != BACKSLASH && mayJoin(at)) return true;
  if ((next == SPACE || next == BACKSLASH) && opensPiece(at)) return true;
  if (quote == SINGLE && next == BACKSLASH && third == SINGLE && byte(at + 3) == SINGLE) return true;
  if (next != DOUBLE && next != SINGLE) return false;
  if (next == quote) return third == COLON || (isToken && isIn(at + 2, TOKEN));
  const isTurned = third == quote && byte(at + 3) == next;
  // Python's notation of an apostrophe in quotes, also after a blank.
  if (isTurned && quote == SINGLE && byte(at + 4) == SINGLE) return true;
  return isToken && (isTurned || isIn(at + 2, TOKEN));
}

/** Whether a string begins like the next piece of a text, after `:`, `=`, `,`, `[`, or a word. */
function opensPiece(at: usize): bool {
  const third = byte(at + 2);
  if (byte(at + 1) == SPACE ? third != byte(at) && !isIn(at + 2, TOKEN) : third != 0x6e && third != 0x72) return false;
  const last = byte(at - 1) == 0x62 ? at - 2 : at - 1;
  let before = last;
  while (before > at - 32 && isBlank(before)) before--;
  const opener = byte(before);
  if (opener == COLON || opener == EQUALS || opener == COMMA || opener == OPEN_LIST) return true;
  const letter = opener | 0x20;
  return before == last - 1 && byte(last) == SPACE && letter >= 0x61 && letter <= 0x7d && letter != PIPE;
}

/** Whether another string begins after the quote at `at` and a possible separator. */
function mayJoin(at: usize): bool {
  let next = at + 1;
  while (next < at + MOST_BETWEEN && isIn(next, BETWEEN)) next++;
  if (next == at + MOST_BETWEEN) return true;
  if (isIn(next, QUOTE)) return isIn(next + 1, TOKEN);
  if (byte(next - 1) == DOT && ((byte(next) | 0x20) == 0x61 || byte(next) == 0x63)) return true;
  return isIn(next, PREFIX) && (isIn(next + 1, QUOTE) || (isIn(next + 1, PREFIX) && isIn(next + 2, QUOTE)));
}

/** Whether an escaped equals sign ends a line after a word, or is next to another one: base64 in a properties file. */
function isPadding(at: usize): bool {
  if (byte(at + 1) != 0x3d) return false;
  const before = byte(at - 1);
  const behind = byte(at + 2);
  return (isIn(at - 1, TOKEN) || before == 0x3d) && (behind == BACKSLASH || behind == 10 || behind == 13);
}

/** Whether a punctuation mark that needs no escape is escaped inside a word. */
function passesMark(at: usize): bool {
  const mark = byte(at);
  const escaped = mark == BACKSLASH ? ESCAPED : mark == CARET ? CARETED : TICKED;
  if (isIn(at + 1, escaped) && isIn(at - 1, TOKEN) && isIn(at + 2, TOKEN)) return true;
  if (mark == BACKSLASH && isPadding(at)) return true;
  if (mark == CARET) return byte(at + 1) == 0x5b && byte(at + 2) == 0x5b;
  return mark == TICK && passesQuote(at);
}

function passesOther(check: u32, at: usize): bool {
  const next = byte(at + 1), third = byte(at + 2);
  if (check == BRACKET) return next == CLOSE ? third == GT : (byte(at - 1) | 0x20) == 0x72;
  if (check == PARENTHESIS) return passesParenthesis(at);
  if (check == HOLDER) return passesHolder(at);
  if (check == OBJECT) return isDelta(at) || (isIn(at - 1, TEMPLATE) && isAnyQuote(at + 1)) || (followsComma(at) && isNode(at));
  if (check == NUMBER) return byte(at) == HASH ? third == 0x33 : isColour(at + 1);
  if (check == STATEMENT) return third == 0x50;
  // `.join`, `.append`, `!Join`, `::Join`.
  if (check == CALL && byte(at) == DOT) return next == 0x6a ? third == 0x6f : third == 0x70;
  return third == 0x69;
}

/** Whether a number is an argument, or a row of values or a table's columns may begin. */
function passesParenthesis(at: usize): bool {
  const next = byte(at + 1);
  if (isIn(at - 1, CALL_END) && (next == AMPERSAND || (next >= ZERO && next <= 0x39))) return true;
  if (endsDelta(at) || endsJoining(at)) return true;
  // `append("`, `write('`.
  if (isAnyQuote(at + 1) && (load<u32>(at - 4) == 0x646e6570 || load<u32>(at - 4) == 0x65746972)) return true;
  let end = at;
  while (end > at - MOST_INDENT && isBlank(end - 1)) end--;
  if (endsValues(end)) return true;
  let name = end;
  while (name > at - MOST_NAME && byte(name - 1) > SPACE && byte(name - 1) != OPEN) name--;
  let word = name;
  while (word > name - MOST_INDENT && isBlank(word - 1)) word--;
  return name < end && word < name && endsTable(word);
}

// @ts-ignore: decorator
@inline
function isBlank(at: usize): bool {
  return isSpaceOrTab(at) || byte(at) == CR || byte(at) == 10;
}

/** `value` or `values` before `end`. */
// @ts-ignore: decorator
@inline
function endsValues(end: usize): bool {
  const last = byte(end - 1) | 0x20;
  if (last == 0x73) return (load<u32>(end - 5) | 0x20202020) == 0x65756c61;
  return last == 0x65 && (load<u32>(end - 5) | 0x20202020) == 0x756c6176;
}

/** `table` or `exists` before `end`. */
// @ts-ignore: decorator
@inline
function endsTable(end: usize): bool {
  const last = load<u32>(end - 4) | 0x20202020;
  return last == 0x656c6261 || last == 0x73747369;
}

/** Whether a line ends, or a placeholder is compared with a value given elsewhere: `= ?`, `= $1`, `= %s`, `= @p0`. */
function passesHolder(at: usize): bool {
  const next = byte(at + 1);
  const holder = next == SPACE ? at + 2 : at + 1;
  const first = byte(holder), second = byte(holder + 1);
  if (mayAdd(at)) return true;
  if (next == DOUBLE) return false;
  if (first == QUESTION) return true;
  if (first == DOLLAR) return second >= ZERO && second <= 0x39;
  if (first == PERCENT) return second == 0x73;
  return first == AT ? second > ZERO : next != SPACE;
}

/** `+= "`, `.= '`, `=${P}`, `="$P`, `=%P%`, `= $(P)`: whether the value after an equals sign may be appended to an earlier one. */
function mayAdd(at: usize): bool {
  const behind = byte(at + 1) == SPACE ? at + 2 : at + 1;
  const isQuoted = isAnyQuote(behind);
  if (byte(at - 1) == 0x2b || byte(at - 1) == DOT) return isQuoted;
  const mark = isQuoted ? behind + 1 : behind;
  const first = byte(mark + 1);
  return (byte(mark) == DOLLAR || byte(mark) == PERCENT) && (first > 0x40 || first == OPEN);
}

/** Whether a comma precedes `at`, or may precede it after more blanks than are examined. */
function followsComma(at: usize): bool {
  let before = at - 1;
  while (before > at - 64 && (isSpaceOrTab(before) || byte(before) == CR || byte(before) == 10)) before--;
  return byte(before) == COMMA;
}

/** Whether the object at `at` begins with a member typical of rich-text nodes. */
function isNode(at: usize): bool {
  let key = at + 1;
  while (key < at + 64 && (isSpaceOrTab(key) || byte(key) == CR || byte(key) == 10)) key++;
  if (byte(key) != DOUBLE) return false;
  const first = byte(key + 1), second = byte(key + 2);
  if (first == 0x74) return second == 0x79 || second == 0x65;
  if (first == 0x61) return second == 0x74 || second == 0x6e;
  return (first == 0x69 && second == 0x6e) || (first == 0x6d && second == 0x61) || (first == 0x70 && second == 0x6c);
}

// The last four letters of `delta`, `Chunk`, `on_chat_model_stream`, `TEXT_MESSAGE_CONTENT`, `token`, `parts`, `DeltaEvent`.
const ELTA: u32 = 0x61746c65, HUNK: u32 = 0x6b6e7568, REAM: u32 = 0x6d616572, TENT: u32 = 0x544e4554, OKEN: u32 = 0x6e656b6f;
const ARTS: u32 = 0x73747261, VENT: u32 = 0x746e6576;
/** Maximum blanks before the first member of an object, and maximum characters of its name and of its value. */
const MOST_BLANKS: usize = 40;
const MOST_KEY: usize = 16;
const MOST_VALUE: usize = 48;

/** `Delta(`, `Chunk(`, `DeltaEvent(`. */
// @ts-ignore: decorator
@inline
function endsDelta(at: usize): bool {
  const last = load<u32>(at - 4);
  return last == ELTA || last == HUNK || (last == VENT && byte(at - 6) == 0x61);
}

/** `concat(`, `join(`, `implode(`, `format(`, `printf(`, `concatenate(`, `" % (`, before a possible string or list. */
// @ts-ignore: decorator
@inline
function endsJoining(at: usize): bool {
  const last = load<u32>(byte(at - 1) == 0x21 ? at - 5 : at - 4) | 0x20202020;
  return last == 0x7461636e || last == 0x6e696f6a || last == 0x65646f6c || last == 0x74616d72 || last == 0x66746e69
    || last == 0x6574616e || last == 0x30657473 || last == 0x20252022 || last == 0x20252027;
}

// @ts-ignore: decorator
@inline
function isAnyQuote(at: usize): bool {
  return byte(at) == DOUBLE || byte(at) == SINGLE;
}

/** Whether the name or the first member of the object at `at` shows that it holds the next piece of a text. */
function isDelta(at: usize): bool {
  const end = byte(at - 1) == SPACE ? at - 1 : at;
  if (byte(end - 1) == COLON) {
    const name = load<u32>(isAnyQuote(end - 2) ? end - 6 : end - 5);
    if (name == ELTA || name == OKEN) return true;
  }
  const key = behindBlanks(at + 1);
  if (!isAnyQuote(key)) return false;
  const first = byte(key + 1), second = byte(key + 2);
  if (first == 0x74) {
    if (second == 0x65) return followsParts(at);
    return second == 0x79 && (tellsDelta(key + 1) || followsParts(at));
  }
  if (first == 0x6b) return second == 0x69 && (tellsDelta(key + 1) || followsParts(at));
  const isTold = (first == 0x65 && second == 0x76) || (first == 0x73 && second == 0x65) || (first == 0x6d && second == 0x6f);
  return isTold && tellsDelta(key + 1);
}

function behindBlanks(from: usize): usize {
  let at = from;
  while (at < from + MOST_BLANKS && isBlank(at)) at++;
  return at;
}

/** Whether the value of the member whose name begins at `at` ends accordingly; for a model's name, whether the time follows. */
function tellsDelta(at: usize): bool {
  let from = at;
  while (from < at + MOST_KEY && !isAnyQuote(from)) from++;
  if (byte(from + 1) != COLON) return false;
  from += byte(from + 2) == SPACE ? 3 : 2;
  if (!isAnyQuote(from)) return false;
  let end = from + 1;
  while (end < from + MOST_VALUE && !isAnyQuote(end)) end++;
  if (byte(at) == 0x6d) {
    const key = behindBlanks(end + 2);
    return byte(key + 1) == 0x63 && byte(key + 2) == 0x72;
  }
  const last = load<u32>(end - 4);
  return last == ELTA || last == HUNK || last == REAM || last == TENT;
}

/** `"parts":[` before `at`. */
function followsParts(at: usize): bool {
  let end = at;
  while (end > at - MOST_BLANKS && isBlank(end - 1)) end--;
  if (byte(end - 1) != 0x5b) return false;
  end -= byte(end - 2) == SPACE ? 2 : 1;
  return byte(end - 1) == COLON && isAnyQuote(end - 2) && load<u32>(end - 6) == ARTS;
}

function isColour(from: usize): bool {
  let at = from;
  while (at < from + 12 && ((byte(at) >= ZERO && byte(at) <= 0x39) || byte(at) == 0x3b)) at++;
  return byte(at) == 0x6d || byte(at) == 0x4b;
}
