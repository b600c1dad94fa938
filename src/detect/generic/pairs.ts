import { isChosenWord } from '../chosen.ts';
import { isGenerated } from '../generated.ts';
import { endsCell, laterCell } from './later-cell.ts';
import { PAIR_FORMATS } from './pair-formats.ts';
import { remarkedBy } from './remarked.ts';
import { cellOfRow } from './rows.ts';
import { located, type Located } from './syntax.ts';
import { readValue, type ValueSpan } from './value.ts';
import { type WholeValue, wholeValue } from './whole-value.ts';

/** The text between a name and its value if both are members of one object. */
const PAIR = new RegExp(PAIR_FORMATS.map(({ between }) => between).join('|'), 'y');
/** The separator between the name's cell and the next one. */
const CELL = /[*_`"]{0,3}[ \t]{0,40}\|[ \t]{0,40}/y;
const CELL_BEFORE = /(?:^|\n|\|)[^|\n]{0,48}$/;
/** `"value": "…", "name": "`, `"value":"…","key":"`, `value="…" key="`, `SET option_value = '…' WHERE option_name = '`: value first. */
const VALUE_FIRST =
  /(?:\b|_)[vV]alue\\{0,3}["']?\s{0,3}[:=]\s{0,3}(?<quote>\\{0,3}["'])(?<value>[^"'\\\n]{4,110})\\{0,3}["']\s{0,3}(?:,\s{0,40}|\s{1,40}|\b(?:where|WHERE)\b\s{1,40})\\{0,3}["']?(?:\w{1,16}[_:])?(?:name|key|Name|Key)\\{0,3}["']?\s{0,3}[:=]\s{0,3}\\{0,3}["']$/;
/** `save("…", forKey: "password")`, `put("…", key="password")`: the value comes first, in a call. */
const KEYED =
  /(?:[\w.]{4,40}\(\s{0,8}|\bset\w{4,8}:@)(?<quote>["'])(?<value>[^"'\\\n]{4,110})\k<quote>,?\s{0,8}(?:forKey|forHTTPHeaderField|for|withKey|key|account|named?)\s?[:=]\s{0,3}@?["']$/;
/** `'…' AS password`, `MOVE '…' TO PASSWORD`, `put "…" into password`: the value comes before its name. */
const CALLED = /(?<quote>["'])(?<value>[^"'\\\n]{4,110})\k<quote>\s{1,4}(?:AS|as|TO|INTO|into)\s{1,4}["'\x60[]?$/;
/** `{"__playwright_value_":"…","type":"`: the text of a field in a page snapshot, before the field's attributes. */
const FIELD_FIRST =
  /"__playwright_value_":(?<quote>")(?<value>[^"\\\n]{4,110})"(?:,"[\w-]{1,30}":"[^"\n]{0,40}"){0,3},"(?:type|name|id)":"$/;
/** `I used … as the database password`, `… was the key of …`, `enter … when asked for the password`: value first, in a sentence. */
const USED_AS =
  /(?:^|[\s(])(?<quote>["'`]?)(?<value>[^\s"'`]{8,110})\k<quote>[ \t](?:as|is|was|(?:when|if|once)[ \t](?:you(?: are|'re)?[ \t])?(?:asked|prompted)[ \t]for)(?<article>[ \t](?:the|your|our|my|its?|an?))?[ \t](?:[A-Za-z]{1,20}[ \t]){0,3}$/;
/** `"…" == password`, `"…".equals(password)`, `'…' === req.body['password']`: the compared value comes first. */
const COMPARED =
  /(?<quote>["'])(?<value>[^"'\\\n]{4,110})\k<quote>(?:\s?[!=]==?\s?|\s(?:eq|ne)\s|\.(?:equals|Equals|equalsIgnoreCase|contentEquals)\()(?:[$A-Za-z_][\w.>-]{0,40}\[["'])?$/;
/** `hash_equals('…', $token)`, `strcmp("…", password)`, `ConstantTimeCompare([]byte("…"), []byte(token))`: first in a call. */
const COMPARED_IN =
  /(?:equals?|compare\w{0,12}|cmp|timingSafeEqual)\(\s{0,8}(?:\w{0,3}\[\]byte\(|Buffer\.from\(|b)?(?<quote>["'])(?<value>[^"'\\\n]{4,110})\k<quote>\)?,\s{0,4}(?:\[\]byte\(|Buffer\.from\()?[$@]?$/i;
/** `- value: …` + `  name: PASSWORD` in YAML. */
const LINE_FIRST =
  /(?:^|\n)[ \t]{0,40}(?:-[ \t]{1,4})?value:[ \t]{1,4}(?<quote>["']?)(?<value>[^\s"']{4,110})\k<quote>[ \t]{0,8}\r?\n(?:[ \t]{1,40}[\w-]{1,30}:[^\n]{0,60}\n){0,3}[ \t]{1,40}(?:name|key):[ \t]{1,4}$/;
/** `<value>…</value>` + `<name>db.password` */
const ELEMENT_FIRST =
  /<[\w.:-]{0,20}[vV]alue>(?<quote>)(?<value>[^<>\s]{4,110})<\/[\w.:-]{1,30}>\s{0,40}<[\w.:-]{0,20}(?:[nN]ame|[kK]ey)>$/;
/** Minimum length of the text that links a name to the value before it. */
const VALUE_AT = 6;
const REACH = 155;

/** Finds the value next to the name at `[nameStart, nameEnd)` in a format that makes both members of one object. */
export function pairAt(text: string, nameStart: number, nameEnd: number): Located | undefined {
  return (
    behind(text, nameEnd) ??
    elementAt(text, nameStart, nameEnd) ??
    cellBehind(text, nameStart, nameEnd) ??
    cellOfRow(text, nameStart, nameEnd) ??
    before(text, nameStart, nameEnd)
  );
}

function pair(value: ValueSpan | undefined): Located | undefined {
  return value && located({ operator: ':', closed: true }, value, 'pair');
}

function behind(text: string, nameEnd: number): Located | undefined {
  const code = text.charCodeAt(nameEnd);
  if (!mayBegin(code) && !isFieldAhead(text, nameEnd) && !(code === 58 && isBreakOrTag(text, nameEnd + 1)))
    return undefined;
  PAIR.lastIndex = nameEnd;
  const match = PAIR.exec(text);
  return match === null ? undefined : memberAt(text, nameEnd, nameEnd + match[0].length);
}

const MEMBER_BEFORE = /\n[ \t]{0,40}[A-Za-z]{4,12}: {1,4}$/;
const ELEMENT_BEFORE = /<[^<>]{1,80}>$/;

/** The value of a member; if it has its own line, with any signs: `value: …`. */
function memberAt(text: string, nameEnd: number, at: number): Located | undefined {
  const value = readValue(text, at);
  const isQuoted = value !== undefined && value.quote !== '';
  const whole = isQuoted ? undefined : wholeMember(text, nameEnd, at, value);
  const found = pair(value ?? (whole?.random === true ? { start: at, end: at, quote: '' } : undefined));
  return found && whole ? { ...found, whole } : found;
}

/** The whole line after the name of a member or an element. */
function wholeMember(text: string, nameEnd: number, at: number, value: ValueSpan | undefined): WholeValue | undefined {
  const between = text.slice(nameEnd, at);
  const isElement = ELEMENT_BEFORE.test(between);
  if (!isElement && !MEMBER_BEFORE.test(between)) return undefined;
  return wholeValue(text, text.lastIndexOf(isElement ? '<' : '\n', at - 1) + 1, at, value?.end ?? at);
}

/** Quotes, a backslash, an element's end, a comma, the end of a pattern, of a selector or of a line. */
function mayBegin(code: number): boolean {
  return (
    code === 34 ||
    code === 39 ||
    code === 92 ||
    code === 10 ||
    code === 13 ||
    code === 44 ||
    code === 60 ||
    code === 47 ||
    code === 93
  );
}

/** A word for a part of a form, a remark in brackets, the end of a cell, the next option, the argument of a flag, a type in SQL. */
const AHEAD =
  /^ (?:[(<[]|[-/]|(?:field|input|box|textbox)\b|SET DEFAULT|set default)|^ {1,40}<\/|^`? {1,20}(?:n?(?:var)?char|character varying|text|string|clob)\b/i;

/** Whether a blank and one of these follow. */
function isFieldAhead(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 0) return text.charCodeAt(at + 1) === 45;
  return (code === 32 || code === 96) && AHEAD.test(text.slice(at, at + 43));
}

function isBreakOrTag(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 10 || code === 13 || code === 60;
}

/** `| Password | … |`, `password | …`: the next cell of a row. */
function cellBehind(text: string, nameStart: number, nameEnd: number): Located | undefined {
  if (!isBarAhead(text, nameEnd)) return undefined;
  CELL.lastIndex = nameEnd;
  const bar = CELL.exec(text);
  if (bar === null || !CELL_BEFORE.test(text.slice(Math.max(0, nameStart - 50), nameStart))) return undefined;
  const from = nameEnd + bar[0].length;
  const value = readValue(text, from);
  const whole = value && endsCell(text, value.end) ? value : undefined;
  return pair(laterCell(text, from) ?? whole);
}

function isBarAhead(text: string, from: number): boolean {
  for (let at = from; at < from + 40; at++) {
    const code = text.charCodeAt(at);
    if (code === 124) return text.charCodeAt(at + 1) !== 124;
    if (code !== 32 && code !== 9 && code !== 42 && code !== 95 && code !== 96 && code !== 34) return false;
  }
  return false;
}

function before(text: string, nameStart: number, nameEnd: number): Located | undefined {
  return (
    compared(text, nameStart) ??
    called(text, nameStart) ??
    remarkedBy(text, nameStart, nameEnd) ??
    memberBefore(text, nameStart, nameEnd)
  );
}

function memberBefore(text: string, nameStart: number, nameEnd: number): Located | undefined {
  const [open, close] = [text.charCodeAt(nameStart - 1), text.charCodeAt(nameEnd)];
  if (open === 32) return text.charCodeAt(nameStart - 2) === 58 ? above(text, nameStart) : usedAs(text, nameStart);
  if (open === 62) return above(text, nameStart);
  if (open !== close && close !== 92) return undefined;
  if (open !== 34 && open !== 39) return undefined;
  const head = text.slice(Math.max(0, nameStart - REACH), nameStart);
  return first(VALUE_FIRST.exec(head) ?? FIELD_FIRST.exec(head) ?? KEYED.exec(head), nameStart - head.length);
}

const CALLED_NEAR = /["']\s{1,4}(?:AS|as|TO|INTO|into)\s{1,4}["'\x60[]?$/;

/** The value before the name that a statement gives it. */
function called(text: string, nameStart: number): Located | undefined {
  const code = text.charCodeAt(nameStart - 1) === 32 ? text.charCodeAt(nameStart - 2) | 32 : 0;
  if (code === 0 ? !'"`[\''.includes(text.charAt(nameStart - 1)) : code !== 115 && code !== 111 && code !== 32)
    return undefined;
  if (!CALLED_NEAR.test(text.slice(Math.max(0, nameStart - 16), nameStart))) return undefined;
  const head = text.slice(Math.max(0, nameStart - REACH), nameStart);
  const match = CALLED.exec(head);
  const { quote = '', value = '' } = match?.groups ?? {};
  if (match === null) return undefined;
  const start = nameStart - head.length + match.index + quote.length;
  return pair({ start, end: start + value.length, quote });
}

/** The value before the name that it is compared with. */
function compared(text: string, nameStart: number): Located | undefined {
  return comparedWith(text, nameStart) ?? comparedIn(text, nameStart);
}

/** The last character of the text between a value and the name that it is compared with, by the character before the name. */
const BEFORE_NAME: Readonly<Record<string, string>> = { ' ': '=qe', '=': '=', '(': 's', '"': '[', "'": '[' };

/** The value on the other side of a comparison. */
function comparedWith(text: string, nameStart: number): Located | undefined {
  // Hardly any text before a name is a comparison: two characters rule it out.
  const last = BEFORE_NAME[text.charAt(nameStart - 1)];
  if (last === undefined || !last.includes(text.charAt(nameStart - 2))) return undefined;
  const head = text.slice(Math.max(0, nameStart - REACH), nameStart);
  const match = COMPARED.exec(head);
  const { quote = '', value } = match?.groups ?? {};
  if (match === null || value === undefined) return undefined;
  const start = nameStart - head.length + match.index + quote.length;
  return located({ operator: '==', closed: false }, { start, end: start + value.length, quote }, 'assignment');
}

/** Whether a comma or a bracket precedes a name and its sigil: hardly ever true, so little needs a closer look. */
function followsArgument(text: string, nameStart: number): boolean {
  let at = nameStart - 1;
  while (at > nameStart - 6 && '$@ \t\r\n'.includes(text.charAt(at))) at--;
  return text.charAt(at) === ',' || text.charAt(at) === '(';
}

/** The argument before the name in a call that compares. */
function comparedIn(text: string, nameStart: number): Located | undefined {
  if (!followsArgument(text, nameStart)) return undefined;
  const near = text.slice(Math.max(0, nameStart - 16), nameStart);
  if (!/["')],\s{0,4}(?:\[\]byte\(|Buffer\.from\()?[$@]?$/.test(near)) return undefined;
  const head = text.slice(Math.max(0, nameStart - REACH), nameStart);
  const match = COMPARED_IN.exec(head);
  const { quote = '', value } = match?.groups ?? {};
  if (match === null || value === undefined) return undefined;
  const start = nameStart - head.length + match.index + match[0].indexOf(quote) + quote.length;
  return located({ operator: '==', closed: false }, { start, end: start + value.length, quote }, 'assignment');
}

/** The value in a member or an element above that of the name. */
function above(text: string, nameStart: number): Located | undefined {
  const head = text.slice(Math.max(0, nameStart - REACH), nameStart);
  return first((head.endsWith('>') ? ELEMENT_FIRST : LINE_FIRST).exec(head), nameStart - head.length);
}

/** The value found before a name, in a text that begins at `from`. */
function first(match: RegExpExecArray | null, from: number): Located | undefined {
  const { quote, value } = match?.groups ?? {};
  if (match === null || quote === undefined || value === undefined) return undefined;
  const start =
    from + match.index + match[0].indexOf(value, Math.max(match[0].indexOf(quote) + quote.length, VALUE_AT));
  return pair({ start, end: start + value.length, quote });
}

/** The value that a sentence uses as the named thing: only if it cannot be a word of the sentence. */
function usedAs(text: string, nameStart: number): Located | undefined {
  const head = text.slice(Math.max(0, nameStart - REACH), nameStart);
  if (!/ (?:as|is|was|for) /.test(head)) return undefined;
  const match = USED_AS.exec(head);
  const { quote = '', value = '', article } = match?.groups ?? {};
  if (match === null || !/\d/.test(value) || !/[A-Za-z]/.test(value)) return undefined;
  if (article === undefined && !isChosenWord(value) && !isGenerated(value)) return undefined;
  const start = nameStart - head.length + match.index + match[0].indexOf(value);
  return located({ operator: 'is', closed: false }, { start, end: start + value.length, quote }, 'prose');
}

/** Attributes of an element that is named after the credential: `<password type="plain">…`, `<password value="…"/>`. */
const ATTRIBUTES =
  /(?:\s{1,20}(?!value=)[\w:.-]{1,40}=(?:"[^"<>]{0,120}"|'[^'<>]{0,120}')){0,6}\s{0,20}(?:>|value=(?=["']))/iy;

function elementAt(text: string, nameStart: number, nameEnd: number): Located | undefined {
  if (text[nameStart - 1] !== '<' || !/\s/.test(text[nameEnd] ?? '')) return undefined;
  ATTRIBUTES.lastIndex = nameEnd;
  const attributes = ATTRIBUTES.exec(text)?.[0];
  if (attributes === undefined) return undefined;
  const value = readValue(text, nameEnd + attributes.length);
  const isText = attributes.endsWith('>');
  if (value === undefined || (isText && text[value.end] !== '<')) return undefined;
  return located({ operator: isText ? '>' : '=', closed: false }, value, isText ? 'element' : 'pair');
}
